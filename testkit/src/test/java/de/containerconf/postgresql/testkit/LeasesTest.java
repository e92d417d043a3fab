package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class LeasesTest {

    private KubernetesApi api;
    private String path;

    @BeforeEach
    void place(KubernetesApi given) {
        api = given;
        path = "/apis/coordination.k8s.io/v1/namespaces/" + api.namespace() + "/leases";
    }

    private ApiClient.Response create() {
        return api.client()
                .post(
                        path,
                        """
                        {"metadata":{"name":"l"},"spec":{"holderIdentity":"a","leaseDurationSeconds":15,
                         "renewTime":"2026-01-01T00:00:00.000000Z"}}
                        """);
    }

    private ApiClient.Response patch(String patch) {
        return api.client().mergePatch(path + "/l", patch);
    }

    private ApiClient.Response take(String version, int holder) {
        return patch(
                "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"holderIdentity\":\"%d\"}}"
                        .formatted(version, holder));
    }

    @Test
    void onlyOneIsFirst() {
        assertThat(create().code()).isEqualTo(201);
        assertThat(create().code()).isEqualTo(409);
    }

    @Test
    void onlyOneOfManyTakesIt() throws Exception {
        var version = create().text("metadata", "resourceVersion");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var codes =
                    threads
                            .invokeAll(
                                    IntStream.range(0, 6)
                                            .<Callable<Integer>>mapToObj(
                                                    i -> () -> take(version, i).code())
                                            .toList())
                            .stream()
                            .map(Future::resultNow)
                            .toList();

            assertThat(codes).containsOnly(200, 409).containsOnlyOnce(200);
        }
    }

    @Test
    void aReleasedLeaseIsHeldByNobodyForASecond() {
        create();

        assertThat(patch("{\"spec\":{\"leaseDurationSeconds\":0}}").code()).isEqualTo(422);
        assertThat(patch("{\"spec\":{\"holderIdentity\":\"\",\"leaseDurationSeconds\":1}}").code())
                .isEqualTo(200);
    }

    @Test
    void timesHaveSixDigits() {
        create();

        assertThat(patch("{\"spec\":{\"renewTime\":\"2026-01-01T00:00:00Z\"}}").code())
                .isEqualTo(422);
    }

    @Test
    void whatAGateWouldKeepIsDropped() {
        create();

        var patched = patch("{\"spec\":{\"strategy\":\"OldestEmulationVersion\"}}").ok();

        assertThat(patched.text("spec", "strategy")).isEmpty();
    }

    @Test
    void aWatchOfOneLeaseBeginsWithItAndBringsNoOther() {
        create();
        try (var watch = api.client().watch(path + "?watch=1&fieldSelector=metadata.name=l")) {
            assertThat(watch.nextNamed()).isEqualTo("ADDED l");
            api.client().post(path, "{\"metadata\":{\"name\":\"m\"}}").ok();
            patch("{\"spec\":{\"holderIdentity\":\"\",\"leaseDurationSeconds\":1}}").ok();

            assertThat(watch.nextNamed()).isEqualTo("MODIFIED l");
        }
    }

    @Test
    void aHolderMayBeAbsent() {
        var created = api.client().post(path, "{\"metadata\":{\"name\":\"l\"}}").ok();

        assertThat(created.text("spec", "holderIdentity")).isEmpty();
    }
}
