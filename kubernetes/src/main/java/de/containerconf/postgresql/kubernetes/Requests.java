package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.io.IOException;
import okhttp3.HttpUrl;

/// Single requests whose failures are those of the port.
final class Requests {

    /// Who wrote what, in `managedFields`.
    static final String FIELD_MANAGER = "postgresql-operator";

    private Requests() {}

    static <T> T get(ApiServer server, HttpUrl url, ApiServer.Decoder<T> decoder) {
        return translated(() -> server.get(url, decoder));
    }

    /// Sends a merge patch.
    static <T> T patch(
            ApiServer server, HttpUrl.Builder url, byte[] body, ApiServer.Decoder<T> decoder) {
        var address = url.addQueryParameter("fieldManager", FIELD_MANAGER).build();
        return translated(
                () -> server.patch(Verb.PATCH, address, MergePatch.CONTENT_TYPE, body, decoder));
    }

    /// Creates what the body holds.
    static <T> T create(
            ApiServer server, HttpUrl.Builder url, byte[] body, ApiServer.Decoder<T> decoder) {
        var address = url.addQueryParameter("fieldManager", FIELD_MANAGER).build();
        return translated(() -> server.post(Verb.CREATE, address, body, decoder));
    }

    /// Begins a watch. The caller closes it.
    static EventStream watch(ApiServer server, HttpUrl url) {
        return translated(() -> server.watch(url));
    }

    /// Takes over what others own: only for what belongs to the operator as a whole.
    static <T> T apply(
            ApiServer server, HttpUrl.Builder url, byte[] yaml, ApiServer.Decoder<T> decoder) {
        var address =
                url.addQueryParameter("fieldManager", FIELD_MANAGER)
                        .addQueryParameter("force", "true")
                        .build();
        return translated(() ->
                server.patch(Verb.APPLY, address, "application/apply-patch+yaml", yaml, decoder));
    }

    private static <T> T translated(Send<T> send) {
        try {
            return send.send();
        } catch (IOException failure) {
            throw Failures.cluster(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterFailure.Unavailable("the request was interrupted", null, e);
        }
    }

    @FunctionalInterface
    private interface Send<T> {
        T send() throws IOException, InterruptedException;
    }
}
