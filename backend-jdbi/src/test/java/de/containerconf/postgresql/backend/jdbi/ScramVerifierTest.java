package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.database.Password;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ScramVerifierTest {

    private static final byte[] SALT = decoded("W22ZaJ0SNY7soEsUEjb6gQ==");

    /// RFC 7677, section 3: what both sides say to each other about user `user`, password `pencil`.
    private static final String CONVERSATION =
            "n=user,r=rOprNGfwEbeRWgbNEkqO,"
                    + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                    + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    @Test
    void the_keys_are_those_of_the_rfc() throws Exception {
        var verifier = ScramVerifier.of("pencil", SALT, 4_096);

        assertThat(verifier).startsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$");
        var keys = verifier.substring(verifier.lastIndexOf('$') + 1).split(":", -1);
        assertThat(base64(hmac(decoded(keys[1]), CONVERSATION)))
                .as("the server's signature")
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        var clientKey = decoded("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        var signature = hmac(decoded(keys[0]), CONVERSATION);
        for (var each = 0; each < clientKey.length; each++) {
            clientKey[each] ^= signature[each];
        }
        assertThat(base64(MessageDigest.getInstance("SHA-256").digest(clientKey)))
                .as("the key that the client's proof leads to")
                .isEqualTo(keys[0]);
    }

    @Test
    void each_has_a_salt_of_its_own() {
        var password = Password.random(new SecureRandom());

        assertThat(ScramVerifier.of(password, new SecureRandom()))
                .isNotEqualTo(ScramVerifier.of(password, new SecureRandom()))
                .doesNotContain(password.reveal());
    }

    @Test
    void what_saslprep_would_change_is_refused_without_showing_it() {
        assertThatThrownBy(() -> ScramVerifier.of("geheim\u00A0", SALT, 4_096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("geheim");
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
