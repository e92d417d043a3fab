package de.containerconf.postgresql.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongSupplier;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Puts credentials into every request. They are read anew when they are old, and when the server
/// refuses them: tokens expire. Thread-safe. Never shows them.
final class Authorization implements Interceptor {

    /// Reads credentials: a file, or the program of an exec plug-in.
    @FunctionalInterface
    interface Credentials {
        String read() throws IOException;
    }

    private static final int UNAUTHORIZED = 401;

    /// An exec plug-in is a program: not one for each of many requests that fail together.
    private static final Duration MIN_AGE = Duration.ofSeconds(2);

    private final String scheme;
    private final Credentials credentials;
    private final Duration reload;
    private final LongSupplier nanoTime;
    private @Nullable String header;
    private long readAt;

    private Authorization(
            String scheme, Credentials credentials, Duration reload, LongSupplier nanoTime) {
        this.scheme = scheme;
        this.credentials = credentials;
        this.reload = reload;
        this.nanoTime = nanoTime;
    }

    /// A token.
    ///
    /// @param reload how old it may become
    static Authorization bearer(Credentials token, Duration reload) {
        return bearer(token, reload, System::nanoTime);
    }

    /// @param nanoTime the monotonic clock: a wall clock that is set back must not keep a token
    ///   that has expired
    static Authorization bearer(Credentials token, Duration reload, LongSupplier nanoTime) {
        return new Authorization("Bearer", token, reload, nanoTime);
    }

    static Authorization basic(String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        var encoded = Base64.getEncoder().encodeToString(pair);
        return new Authorization("Basic", () -> encoded, Duration.ofDays(1), System::nanoTime);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        var sent = header(reload);
        var response = proceed(chain, sent);
        if (response.code() != UNAUTHORIZED) {
            return response;
        }
        var fresh = header(MIN_AGE);
        if (fresh.equals(sent)) {
            return response;
        }
        response.close();
        return proceed(chain, fresh);
    }

    private static Response proceed(Chain chain, String header) throws IOException {
        return chain.proceed(chain.request().newBuilder().header("Authorization", header).build());
    }

    private synchronized String header(Duration maxAge) throws IOException {
        var now = nanoTime.getAsLong();
        if (header == null || now - readAt >= maxAge.toNanos()) {
            header = scheme + " " + credentials.read();
            readAt = now;
        }
        return header;
    }
}
