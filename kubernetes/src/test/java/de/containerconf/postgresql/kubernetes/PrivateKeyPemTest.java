package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The files were written by OpenSSL for this test and guard nothing.
class PrivateKeyPemTest {

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs1.pem, RSA",
        "rsa-pkcs8.pem, RSA",
        "ec-sec1.pem, EC",
        "ec-pkcs8.pem, EC",
        "ed25519-pkcs8.pem, EdDSA"
    })
    void everyFormThatInstallersWriteIsRead(String file, String algorithm) throws Exception {
        assertThat(ClientKey.privateKey(resource(file), "key").getAlgorithm()).isEqualTo(algorithm);
    }

    @Test
    void theFormsOfOneKeyAreTheSameKey() throws Exception {
        assertThat(((RSAPrivateKey) key("rsa-pkcs1.pem")).getPrivateExponent())
                .isEqualTo(((RSAPrivateKey) key("rsa-pkcs8.pem")).getPrivateExponent());
        assertThat(((ECPrivateKey) key("ec-sec1.pem")).getS())
                .isEqualTo(((ECPrivateKey) key("ec-pkcs8.pem")).getS());
    }

    private static PrivateKey key(String file) throws GeneralSecurityException, IOException {
        return ClientKey.privateKey(resource(file), "key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-encrypted.pem", "rsa-encrypted-pkcs8.pem"})
    void anEncryptedKeyIsRefusedInPlainWords(String file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientKey.privateKey(resource(file), "kubernetes.key"))
                .withMessage(
                        "kubernetes.key cannot be used: the key is encrypted, which is not supported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2VjcmV0",
                "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n%c2VjcmV0\n-----END PRIVATE KEY-----",
                "-----BEGIN DSA PRIVATE KEY-----\nc2VjcmV0\n-----END DSA PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMIT/////\n-----END EC PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefusedAndNeverQuoted(String pem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ClientKey.privateKey(
                                pem.getBytes(StandardCharsets.UTF_8), "kubernetes.key"))
                .withMessageStartingWith("kubernetes.key cannot be used")
                .withMessageNotContaining("c2Vj");
    }

    @ParameterizedTest
    @CsvSource({"rsa.crt, rsa-pkcs1.pem, RSA", "ec.crt, ec-sec1.pem, EC"})
    void aCertificateAndItsKeyAreOfferedToTheServer(String crt, String key, String type)
            throws IOException {
        var managers = ClientKey.keyManagers(resource(crt), resource(key), "name");

        var manager = (X509KeyManager) managers.getFirst();
        var alias = manager.chooseClientAlias(new String[] {type}, null, null);
        assertThat(manager.getCertificateChain(alias)).hasSize(1);
        assertThat(manager.getPrivateKey(alias)).isNotNull();
    }

    @Test
    void aFileWithoutACertificateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ClientKey.keyManagers(
                                new byte[0], resource("rsa-pkcs1.pem"), "kubernetes.crt"))
                .withMessageStartingWith("kubernetes.crt cannot be used");
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = PrivateKeyPemTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
