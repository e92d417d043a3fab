package de.containerconf.postgresql.kubernetes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/// Brings a private key in PEM to PKCS#8, the only form that the JDK reads: cluster installers
/// write PKCS#1 (RFC 8017 appendix A.1.2) and SEC1 (RFC 5915).
final class PrivateKeyPem {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----(.*?)-----END \\1-----",
                    Pattern.DOTALL);

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    /// `[0]` in an ECPrivateKey: the curve.
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION = {INTEGER, 1, 0};

    /// rsaEncryption (1.2.840.113549.1.1.1) and NULL.
    private static final byte[] RSA = {
        0x06,
        0x09,
        0x2A,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xF7,
        0x0D,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    /// id-ecPublicKey (1.2.840.10045.2.1).
    private static final byte[] EC = {
        0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
    };

    private PrivateKeyPem() {}

    /// @param name how to name the key in an error
    static byte[] pkcs8(byte[] pem, String name) {
        var block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new IllegalArgumentException(
                    name + " cannot be used: no private key in PEM found");
        }
        var type = block.group(1);
        // Headers, as of a key that openssl encrypted.
        if (type.startsWith("ENCRYPTED") || block.group(2).contains(":")) {
            throw new IllegalArgumentException(
                    name + " cannot be used: the key is encrypted, which is not supported");
        }
        try {
            var key = Base64.getMimeDecoder().decode(block.group(2));
            return switch (type) {
                case "PRIVATE KEY" -> key;
                case "RSA PRIVATE KEY" -> wrap(RSA, key);
                case "EC PRIVATE KEY" -> wrap(join(EC, curve(key)), key);
                default ->
                        throw new IllegalArgumentException(
                                name + " cannot be used: unknown kind of key, " + type);
            };
        } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            throw new IllegalArgumentException(name + " cannot be used: the key is damaged", e);
        }
    }

    /// PrivateKeyInfo of RFC 5208 section 5.
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return element(
                SEQUENCE, join(VERSION, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
    }

    /// ECPrivateKey: version, key, then the curve.
    private static byte[] curve(byte[] key) {
        var fields = ByteBuffer.wrap(content(ByteBuffer.wrap(key), SEQUENCE));
        content(fields, INTEGER);
        content(fields, OCTET_STRING);
        return content(fields, PARAMETERS);
    }

    private static byte[] content(ByteBuffer der, int tag) {
        if ((der.get() & 0xFF) != tag) {
            throw new IndexOutOfBoundsException();
        }
        var length = der.get() & 0xFF;
        if (length > 0x80) {
            var bytes = length - 0x80;
            length = 0;
            for (var i = 0; i < bytes; i++) {
                length = (length << 8) | (der.get() & 0xFF);
            }
        }
        if (length < 0 || length > der.remaining()) {
            throw new IndexOutOfBoundsException();
        }
        var content = new byte[length];
        der.get(content);
        return content;
    }

    private static byte[] element(int tag, byte[] content) {
        var length = content.length;
        byte[] head;
        if (length < 0x80) {
            head = new byte[] {(byte) tag, (byte) length};
        } else if (length < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return join(head, content);
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
