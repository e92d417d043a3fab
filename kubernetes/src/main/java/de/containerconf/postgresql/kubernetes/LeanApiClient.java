package de.containerconf.postgresql.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/// The official client without its JSON: the 769 generated models, which loading that class would
/// pull in, are not used here. What goes through `JSON` must therefore not be called.
final class LeanApiClient extends ApiClient {

    private boolean complete;

    @Override
    protected void init() {
        verifyingSsl = true;
        setUserAgent(ApiServer.USER_AGENT);
        authentications = new HashMap<>();
    }

    /// Without a word about whom to trust, OkHttp reads the JDK's whole trust store, which takes a
    /// twentieth of a second, even if there will be no TLS or another CA.
    @Override
    protected void initHttpClient(List<Interceptor> none) {
        try {
            var tls = SSLContext.getInstance("TLS");
            var nobody = new Nobody();
            tls.init(null, new TrustManager[] {nobody}, null);
            httpClient =
                    new OkHttpClient.Builder()
                            .sslSocketFactory(tls.getSocketFactory(), nobody)
                            .build();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Every setter applies the settings, and each time without a CA reads the JDK's trust store;
    /// once, at the end, is enough.
    @Override
    protected void applySslSettings() {
        if (complete) {
            super.applySslSettings();
        }
    }

    /// Decides whom to trust. To be called once, when everything is set; before, nobody is trusted.
    void complete() {
        complete = true;
        applySslSettings();
    }

    private static final class Nobody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("nobody is trusted yet");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("nobody is trusted yet");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
