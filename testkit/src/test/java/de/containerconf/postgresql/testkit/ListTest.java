package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class ListTest {

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
    }

    private ApiClient.Response list(String query) {
        return gadgets.api().client().get(gadgets.path() + "?" + query);
    }

    private static List<String> names(ApiClient.Response list) {
        return Json.arrayAt(list.ok().json(), "items").asList().stream()
                .map(each -> Json.textAt(each, "metadata", "name"))
                .toList();
    }

    private List<String> selected(String parameter, String selector) {
        return names(list(parameter + "=" + URLEncoder.encode(selector, StandardCharsets.UTF_8)));
    }

    private void create(String... names) {
        for (var name : names) {
            gadgets.create(name);
        }
    }

    @Test
    void aListIsInOrderOfNames() {
        create("b", "a", "c");

        assertThat(names(list(""))).containsExactly("a", "b", "c");
        assertThat(list("").text("kind")).isEqualTo("GadgetList");
    }

    @Test
    void pagesAreOfOneMoment() {
        create("a", "b", "c", "d", "e");

        var first = list("limit=2").ok();
        gadgets.create("bb");
        gadgets.api().client().delete(gadgets.path("d")).ok();
        var second = list("limit=2&continue=" + first.text("metadata", "continue")).ok();
        var third = list("limit=2&continue=" + second.text("metadata", "continue")).ok();

        assertThat(first.text("metadata", "remainingItemCount")).isEqualTo("3");
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(names(third)).containsExactly("e");
        assertThat(third.text("metadata", "continue")).isEmpty();
        assertThat(second.text("metadata", "resourceVersion"))
                .isEqualTo(first.text("metadata", "resourceVersion"))
                .isEqualTo(third.text("metadata", "resourceVersion"));
    }

    @Test
    void aPageSizeIsIgnoredWhereTheListMayBeStale() {
        create("a", "b", "c");

        // Not before the cache is filled, just after the start of a server.
        await().until(() -> names(list("limit=2&resourceVersion=0")).size() == 3);
    }

    @Test
    void anInventedTokenIsABadRequest() {
        assertThat(list("limit=2&continue=invented").code()).isEqualTo(400);
    }

    @Test
    void aResourceVersionOfTheFutureTimesOut() {
        var listed = list("resourceVersion=99999999");

        assertThat(listed.code()).isEqualTo(504);
        assertThat(listed.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(listed.text()).contains("ResourceVersionTooLarge", "\"retryAfterSeconds\"");
        assertThat(gadgets.get("a?resourceVersion=99999999").code()).isEqualTo(504);
    }

    @Test
    void labelsSelect() {
        create("a", "b", "c");
        gadgets.patch("a", "{\"metadata\":{\"labels\":{\"x\":\"1\"}}}").ok();
        gadgets.patch("b", "{\"metadata\":{\"labels\":{\"x\":\"2\",\"y\":\"\"}}}").ok();

        assertThat(selected("labelSelector", "x=1")).containsExactly("a");
        assertThat(selected("labelSelector", "x!=1")).containsExactly("b", "c");
        assertThat(selected("labelSelector", "x")).containsExactly("a", "b");
        assertThat(selected("labelSelector", "!x")).containsExactly("c");
        assertThat(selected("labelSelector", "x in (1,2),y")).containsExactly("b");
        assertThat(selected("labelSelector", "x notin (1)")).containsExactly("b", "c");
    }

    @Test
    void declaredFieldsSelect() {
        create("a", "b");
        gadgets.patch("b", "{\"spec\":{\"size\":\"tiny\"}}").ok();

        assertThat(selected("fieldSelector", "spec.size=tiny")).containsExactly("b");
        assertThat(selected("fieldSelector", "spec.size!=tiny")).containsExactly("a");
        assertThat(selected("fieldSelector", "metadata.name=a")).containsExactly("a");
    }

    @Test
    void otherFieldsDoNotSelect() {
        var listed = list("fieldSelector=spec.color%3Dred");

        assertThat(listed.code()).isEqualTo(400);
        assertThat(listed.text("message")).isEqualTo("field label not supported: spec.color");
    }

    @Test
    void aKindThatIsNotThereIsNoJson() {
        var listed = gadgets.api().client().get("/apis/testkit.containerconf.de/v1/widgets");

        assertThat(listed.code()).isEqualTo(404);
        assertThat(listed.text()).isEqualTo("404 page not found\n");
        assertThat(listed.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    }

    @Test
    void aTableHasTheColumnsOfTheDefinition() {
        create("a");

        var table =
                gadgets.api()
                        .client()
                        .get(gadgets.path(), "application/json;as=Table;v=v1;g=meta.k8s.io")
                        .ok()
                        .json();

        var columns =
                Json.arrayAt(table, "columnDefinitions").asList().stream()
                        .map(each -> Json.textAt(each, "name") + Json.at(each, "priority"))
                        .toList();
        assertThat(columns).containsExactly("Name0", "Ready0", "Size0", "Color1", "Age0");
        assertThat(Json.arrayAt(Json.arrayAt(table, "rows").get(0), "cells").toString())
                .startsWith("[\"a\",\"Unknown\",\"big\",\"red\",");
    }

    @Test
    void metadataCanBeListedAlone() {
        create("a");

        var listed =
                gadgets.api()
                        .client()
                        .get(
                                gadgets.path(),
                                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
                        .ok();

        assertThat(listed.text("kind")).isEqualTo("PartialObjectMetadataList");
        assertThat(listed.text()).contains("\"uid\"").doesNotContain("\"spec\"");
    }
}
