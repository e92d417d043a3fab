package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.Password;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// What a server keeps of a password to check it by SCRAM-SHA-256 (RFC 5802 and 7677), in the form
/// that PostgreSQL stores and takes instead of a password: `SCRAM-SHA-256$<iterations>:<salt>$
/// <StoredKey>:<ServerKey>`, documentation section 52.7. So the password itself is never in a
/// statement, nor in the log of a server that logs statements.
///
/// Passwords must be ASCII, which SASLprep leaves as it is.
final class ScramVerifier {

    /// As many as PostgreSQL makes by itself, and RFC 7677 asks for at least.
    private static final int ITERATIONS = 4_096;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final String HMAC = "HmacSHA256";

    private ScramVerifier() {}

    /// With a salt of its own.
    static String of(Password password, RandomGenerator random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return of(password.reveal(), salt, ITERATIONS);
    }

    static String of(String password, byte[] salt, int iterations) {
        if (password.chars().anyMatch(each -> each < ' ' || each > '~')) {
            throw new IllegalArgumentException("the password is not ASCII");
        }
        try {
            var salted = salted(password, salt, iterations);
            var storedKey = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            var serverKey = hmac(salted, "Server Key");
            var base64 = Base64.getEncoder();
            return "SCRAM-SHA-256$%d:%s$%s:%s"
                    .formatted(
                            iterations,
                            base64.encodeToString(salt),
                            base64.encodeToString(storedKey),
                            base64.encodeToString(serverKey));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// `Hi()` of RFC 5802 is PBKDF2 with HMAC.
    private static byte[] salted(String password, byte[] salt, int iterations)
            throws GeneralSecurityException {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
