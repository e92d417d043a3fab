package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A list of objects that are as big as the API server takes them, which is 1.5 MB: what the
/// operator does not need is passed over as it streams by, and never kept.
class HugeListTest {

    private static final int OBJECTS = 100;
    private static final int MEGABYTE = 1_000_000;
    private static final List<String> REST = rest();

    @Test
    void ofAHugeListLittleIsKept() throws IOException {
        var text = new Parts(list());
        var before = heap();

        var allocated = allocated();
        var page = PageJson.read(new LenientJson(new JsonReader(text)));
        allocated = allocated() - allocated;

        assertThat(text.characters).isGreaterThan(130L * MEGABYTE);
        assertThat(page.objects())
                .hasSize(OBJECTS)
                .allSatisfy(object -> {
                    assertThat(object.spec().owner()).isEqualTo("team");
                    assertThat(object.annotations())
                            .containsEntry("containerconf.de/paused", "true");
                    assertThat(object.toString().length()).isLessThan(20_000);
                });
        // Never the whole list, nor one object of it, but for annotations one by one.
        assertThat(allocated).isLessThan(text.characters / 2);
        assertThat(heap() - before).isLessThan(8L * MEGABYTE);
        assertThat(page.objects()).hasSize(OBJECTS); // alive until here
    }

    private static Stream<String> list() {
        return Stream.concat(
                Stream.concat(
                        Stream.of("{\"metadata\": {\"resourceVersion\": \"7\"}, \"items\": ["),
                        IntStream.range(0, OBJECTS)
                                .boxed()
                                .flatMap(number ->
                                        Stream.concat(
                                                Stream.of(number == 0 ? "" : ","),
                                                object(number)))),
                Stream.of("]}"));
    }

    private static Stream<String> object(int number) {
        var head =
                "{\"metadata\": {\"namespace\": \"n\", \"name\": \"o%d\", \"uid\": \"u%d\", \"resourceVersion\": \"5\", \"annotations\": {"
                        .formatted(number, number);
        return Stream.concat(Stream.of(head), REST.stream());
    }

    /// The same for all, so that what is allocated is not that of the test.
    private static List<String> rest() {
        var managed = "{\"manager\": \"m\", \"fieldsV1\": {\"f:spec\": {\"f:owner\": {}}}}";
        return Stream.of(
                        Stream.of("\"containerconf.de/paused\": \"true\""),
                        IntStream.range(0, 50)
                                .mapToObj(each ->
                                        ", \"a%d\": \"%s\"".formatted(each, "x".repeat(1_000))),
                        Stream.of("}, \"managedFields\": [" + managed),
                        Stream.generate(() -> "," + managed).limit(2_000),
                        Stream.of("]}, \"spec\": {\"later\": \""),
                        Collections.nCopies(1_250, "y".repeat(1_000)).stream(),
                        Stream.of("\", \"owner\": \"team\"}}"))
                .flatMap(parts -> parts)
                .toList();
    }

    private static long heap() {
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /// One text after the other, none of which is kept.
    private static final class Parts extends Reader {

        private final Iterator<String> parts;
        private Reader part = new StringReader("");
        private long characters;

        Parts(Stream<String> parts) {
            this.parts = parts.iterator();
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            var count = part.read(buffer, offset, length);
            while (count < 0 && parts.hasNext()) {
                part = new StringReader(parts.next());
                count = part.read(buffer, offset, length);
            }
            characters += Math.max(count, 0);
            return count;
        }

        @Override
        public void close() {}
    }
}
