package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that a first user types.
@EveryApiServer
class KubectlTest {

    @TempDir private Path directory;

    private Gadgets gadgets;
    private Path kubectl;

    @BeforeEach
    void find(KubernetesApi api) {
        var path = System.getenv().getOrDefault("PATH", "");
        var assets = System.getenv().getOrDefault("KUBEBUILDER_ASSETS", "");
        var found =
                Stream.concat(Stream.of(assets), Stream.of(path.split(":", -1)))
                        .filter(each -> !each.isEmpty())
                        .map(each -> Path.of(each, "kubectl"))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(found.isPresent(), "there is no kubectl");
        kubectl = found.orElseThrow();
        gadgets = Gadgets.in(api);
    }

    private record Result(int code, String output) {}

    private Result kubectl(String... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                kubectl.toString(),
                                "--kubeconfig=" + gadgets.api().kubeconfig(),
                                "--cache-dir=" + directory.resolve("cache"),
                                "--namespace=" + gadgets.namespace()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private String ok(String... arguments) throws IOException, InterruptedException {
        var result = kubectl(arguments);
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    private String manifest(String spec) throws IOException {
        var file = directory.resolve("gadget.yaml");
        Files.writeString(
                file,
                """
                apiVersion: testkit.containerconf.de/v1
                kind: Gadget
                metadata: {name: one}
                spec: %s
                """
                        .formatted(spec));
        return file.toString();
    }

    @Test
    void applyCreatesThenConfigures() throws Exception {
        assertThat(ok("apply", "-f", manifest("{size: big, count: 2}"))).endsWith("created\n");
        assertThat(ok("apply", "-f", manifest("{size: big, count: 2}"))).endsWith("unchanged\n");
        assertThat(ok("apply", "-f", manifest("{size: big}"))).endsWith("configured\n");
        assertThat(gadgets.get("one").text("spec", "count")).isEmpty();
    }

    @Test
    void applyOnTheServerTakesOver() throws Exception {
        ok("apply", "-f", manifest("{size: big}"));

        assertThat(ok("apply", "--server-side", "-f", manifest("{size: tiny}")))
                .endsWith("serverside-applied\n");
        assertThat(gadgets.get("one").text("spec", "size")).isEqualTo("tiny");
    }

    @Test
    void applyRefusesWhatIsUnknown() throws Exception {
        var result = kubectl("apply", "-f", manifest("{size: big, weight: 1}"));

        assertThat(result.code()).isNotZero();
        assertThat(result.output()).contains("unknown field \"spec.weight\"");
    }

    @Test
    void getShowsTheColumns() throws Exception {
        gadgets.create("one");

        assertThat(ok("get", "gd").lines().findFirst().orElseThrow())
                .matches("NAME +READY +SIZE +AGE");
        assertThat(ok("get", "things", "-o", "wide").lines().findFirst().orElseThrow())
                .matches("NAME +READY +SIZE +COLOR +AGE");
        assertThat(ok("get", "gadget", "one", "-o", "jsonpath={.spec.color}")).isEqualTo("red");
    }

    @Test
    void patchAndLabelChangeTheObject() throws Exception {
        gadgets.create("one");

        ok("patch", "gadget", "one", "--type=merge", "-p", "{\"spec\":{\"size\":\"tiny\"}}");
        ok("label", "gadget", "one", "a=b");

        assertThat(ok("get", "gadgets", "-l", "a=b", "-o", "name")).contains("/one");
        assertThat(gadgets.get("one").text("spec", "size")).isEqualTo("tiny");
    }

    @Test
    void waitSeesAConditionOfTheStatus() throws Exception {
        gadgets.create("one");
        gadgets.patchStatus(
                        "one",
                        "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}")
                .ok();

        assertThat(ok("wait", "--for=condition=Ready", "gadget/one", "--timeout=5s"))
                .contains("condition met");
    }

    @Test
    void deleteWaitsUntilTheObjectIsGone() throws Exception {
        gadgets.create("one");

        assertThat(ok("delete", "gadget", "one", "--timeout=10s")).contains("deleted");
        assertThat(gadgets.get("one").code()).isEqualTo(404);
    }

    @Test
    void deleteGivesUpOnAFinalizer() throws Exception {
        gadgets.create("one");
        gadgets.patch("one", "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}").ok();

        assertThat(kubectl("delete", "gadget", "one", "--timeout=1s").code()).isNotZero();
        gadgets.patch("one", "{\"metadata\":{\"finalizers\":null}}").ok();
    }

    @Test
    void describeShowsTheEventsOfTheObject() throws Exception {
        var uid = gadgets.create("one").text("metadata", "uid");
        gadgets.api()
                .client()
                .post(
                        "/apis/events.k8s.io/v1/namespaces/" + gadgets.namespace() + "/events",
                        """
                        {"metadata":{"name":"e"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"a.b/c",
                         "reportingInstance":"i","action":"Act","reason":"Because","type":"Normal","note":"hello",
                         "regarding":{"apiVersion":"testkit.containerconf.de/v1","kind":"Gadget","name":"one",
                         "namespace":"%s","uid":"%s"}}
                        """
                                .formatted(gadgets.namespace(), uid))
                .ok();

        assertThat(ok("describe", "gadget", "one")).contains("Size:", "Because", "hello");
    }

    @Test
    void explainShowsTheSchema() throws Exception {
        assertThat(ok("explain", "gadget.spec"))
                .contains("size\t<string> -required-", "enum: red, green", "How big it is.");
    }

    @Test
    void getEventsAndNamespacesWork() throws Exception {
        ok("get", "events");
        ok("get", "events.events.k8s.io");
        assertThat(ok("get", "namespaces")).contains("Active");
        ok("get", "crd,secrets,configmaps,leases", "-A");
    }
}
