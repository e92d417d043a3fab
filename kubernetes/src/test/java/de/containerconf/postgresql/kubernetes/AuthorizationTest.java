package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a token is read again. Its age counts by the monotonic clock, whatever the wall clock
/// shows.
class AuthorizationTest {

    private static final Duration RELOAD = Duration.ofMinutes(1);

    private final AtomicLong elapsed = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AtomicInteger reads = new AtomicInteger();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile int code = 200;
    private HttpServer server;
    private OkHttpClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
                    exchange.sendResponseHeaders(code, -1);
                    exchange.close();
                });
        server.start();
        var authorization =
                Authorization.bearer(
                        () -> "token-" + reads.incrementAndGet(), RELOAD, elapsed::get);
        client = new OkHttpClient.Builder().addInterceptor(authorization).build();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTokenIsReadAgainWhenItIsOldAndNotBefore() throws IOException {
        get();
        pass(RELOAD.minusNanos(1));
        get();
        pass(Duration.ofNanos(1));
        get();
        get();

        assertThat(seen)
                .containsExactly(
                        "Bearer token-1", "Bearer token-1", "Bearer token-2", "Bearer token-2");
    }

    @Test
    void aTokenThatIsRefusedIsReadAgainButNotForEachOfManyRequests() throws IOException {
        code = 401;
        get();
        pass(Duration.ofSeconds(2));
        get();

        assertThat(seen).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
    }

    private void get() throws IOException {
        var port = server.getAddress().getPort();
        try (var response =
                client.newCall(new Request.Builder().url("http://127.0.0.1:" + port).build())
                        .execute()) {
            assertThat(response.code()).isEqualTo(code);
        }
    }

    private void pass(Duration time) {
        elapsed.addAndGet(time.toNanos());
    }
}
