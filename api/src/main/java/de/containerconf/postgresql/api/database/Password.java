package de.containerconf.postgresql.api.database;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A password on its way from where it is made to where it is kept. It shows itself to nobody who
/// does not ask for it by name: not in logs, messages, or records that hold it.
///
/// Equality is identity, so that nothing compares passwords by accident.
public final class Password {

    private static final int BYTES = 32;
    private static final int KEY_BYTES = 16;
    private static final String PURPOSE = "containerconf.de/login-key";

    private final String text;

    private Password(String text) {
        this.text = text;
    }

    /// 256 random bits, in letters, digits, `-` and `_`, which SASLprep (RFC 4013) leaves alone.
    ///
    /// @param random one that nobody can foresee
    public static Password random(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Password(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// One that is kept somewhere.
    public static Password of(String text) {
        return new Password(text);
    }

    /// The password itself.
    public String reveal() {
        return text;
    }

    /// What tells by the claim of a login whether this is its password, and gives nothing away of a
    /// random one: half of the HMAC-SHA-256 (RFC 2104) of a fixed text, in hexadecimal digits.
    public String key() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            // An empty password, which somebody may have written into a Secret, is no HMAC key.
            mac.init(
                    new SecretKeySpec(
                            ("password:" + text).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var digest = mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
