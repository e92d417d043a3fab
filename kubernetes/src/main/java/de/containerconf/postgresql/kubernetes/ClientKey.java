package de.containerconf.postgresql.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// Makes key managers of PEM files with the JDK alone: the official client uses BouncyCastle for
/// it, which the image does not have.
final class ClientKey {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private ClientKey() {}

    /// @param name how to name the two in an error
    /// @throws IllegalArgumentException if they cannot be used; the message never quotes them
    static List<KeyManager> keyManagers(byte[] certificates, byte[] key, String name) {
        try {
            var chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(certificates))
                            .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new IllegalArgumentException(name + " cannot be used: no certificate found");
            }
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", privateKey(key, name), new char[0], chain);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return List.of(factory.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "%s cannot be used: %s".formatted(name, Failures.words(e)), e);
        }
    }

    static PrivateKey privateKey(byte[] pem, String name) throws GeneralSecurityException {
        var encoded = new PKCS8EncodedKeySpec(PrivateKeyPem.pkcs8(pem, name));
        for (var algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException _) {
                // Of another algorithm.
            }
        }
        throw new IllegalArgumentException(
                "%s cannot be used: the key is none of %s".formatted(name, ALGORITHMS));
    }
}
