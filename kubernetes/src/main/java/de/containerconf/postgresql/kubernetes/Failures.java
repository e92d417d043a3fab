package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.transport.SourceException;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Translates what went wrong on the wire into what the callers know.
final class Failures {

    private Failures() {}

    /// No answer, for a reader of many objects.
    static SourceException source(IOException failure) {
        return failure instanceof AnswerException answer
                ? source(answer.status())
                : new SourceException.Unavailable(words(failure), null, failure);
    }

    /// An error instead of objects, as an answer or within a watch.
    static SourceException source(ApiStatus status) {
        if (status.expired()) {
            return new SourceException.Expired(status.text());
        }
        return switch (status.code()) {
            case 401, 403 -> new SourceException.Denied(status.text());
            case 404 ->
                    new SourceException.KindMissing(
                            "the server does not know the kind PostgreSQLConfig; install its custom resource definition (postgresql-operator crd | kubectl apply --server-side -f -)");
            default -> new SourceException.Unavailable(status.text(), status.retryAfter(), null);
        };
    }

    /// Why a request about one object did not succeed.
    static ClusterFailure cluster(IOException failure) {
        if (!(failure instanceof AnswerException answer)) {
            return new ClusterFailure.Unavailable(words(failure), null, failure);
        }
        var status = answer.status();
        var text = status.text();
        return switch (status.code()) {
            case 401 -> new ClusterFailure.Denied(text);
            case 403 ->
                    status.terminating()
                            ? new ClusterFailure.Refused(text)
                            : new ClusterFailure.Denied(text);
            // Without a Status nobody has looked for the object: the kind is not served (yet).
            case 404 ->
                    status.reason() == null
                            ? new ClusterFailure.Unavailable(text, null, null)
                            : new ClusterFailure.Gone(text);
            case 409 -> new ClusterFailure.Outdated(text);
            case 400, 405, 406, 413, 415, 422 -> new ClusterFailure.Refused(text);
            default ->
                    status.tooLarge()
                            ? new ClusterFailure.Refused(text)
                            : new ClusterFailure.Unavailable(text, status.retryAfter(), null);
        };
    }

    /// What people understand of an exception.
    static String words(Throwable failure) {
        return switch (failure) {
            case UnknownHostException _ ->
                    "the name of the API server is not known: " + message(failure);
            case ConnectException _ -> "the API server cannot be reached: " + message(failure);
            case SocketTimeoutException _ -> "the API server did not answer in time";
            case InterruptedIOException _ -> "the API server did not answer in time";
            case SSLException tls -> tlsWords(tls);
            default -> message(failure);
        };
    }

    private static String message(Throwable failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    /// The JDK says "PKIX path building failed", and OkHttp four lines about a name.
    private static String tlsWords(SSLException failure) {
        if (causedBy(failure, CertificateExpiredException.class)) {
            return "the certificate of the API server, or of its authority, has expired";
        }
        if (causedBy(failure, CertPathBuilderException.class)
                || causedBy(failure, CertPathValidatorException.class)) {
            return "the certificate of the API server does not come from an authority that is trusted: name that in certificate-authority of the kubeconfig, or in --kubernetes.ca";
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return "the certificate of the API server is for another name than that of its address: use a name that is in the certificate, or give it in tls-server-name of the kubeconfig";
        }
        return message(failure);
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (var each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}
