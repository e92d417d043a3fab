package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class CompressionTest {

    private static final String LIST_BY_WATCH =
            "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&sendInitialEvents=true"
                    + "&resourceVersionMatch=NotOlderThan";

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
    }

    private HttpResponse<byte[]> get(String query) {
        return gadgets.api().client().zipped(gadgets.path() + query);
    }

    @Test
    void aSmallListComesAsItIs() {
        gadgets.create("a");

        assertThat(get("").headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void aLargeListIsCompressed() throws IOException {
        gadgets.tryCreate(
                        Gadgets.gadget(
                                "a",
                                "{\"size\":\"big\",\"parts\":[\"%s\"]}"
                                        .formatted("x".repeat(200_000))))
                .ok();

        var list = get("");

        assertThat(list.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(list.body().length).isLessThan(100_000);
        assertThat(unzipped(list.body())).contains("\"GadgetList\"", "xxxx");
    }

    @Test
    void aPlainWatchIsNotCompressed() {
        gadgets.create("a");

        assertThat(get("?watch=1&timeoutSeconds=1").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    /// Clients that look at one member only lose the rest: OkHttp fails.
    @Test
    void aListByWatchIsCompressedInMembers() throws IOException {
        gadgets.create("a");

        var watch = get(LIST_BY_WATCH);

        assertThat(watch.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(unzipped(watch.body())).contains("ADDED", "k8s.io/initial-events-end");
    }

    private static String unzipped(byte[] body) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
