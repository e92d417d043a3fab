package de.containerconf.postgresql.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A kind of custom resource to test with, and where its objects are.
record Gadgets(KubernetesApi api, String namespace) {

    private static final String ALL = "/apis/testkit.containerconf.de/v1/gadgets";

    /// Defines the kind, if that did not happen yet.
    static Gadgets in(KubernetesApi api) {
        if (api.client().get(ALL + "?limit=1").code() != 200) {
            api.apply(definition());
        }
        return new Gadgets(api, api.namespace());
    }

    static String definition() {
        try (var in = Gadgets.class.getResourceAsStream("gadgets.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return "/apis/testkit.containerconf.de/v1/namespaces/" + namespace + "/gadgets";
    }

    String path(String name) {
        return path() + "/" + name;
    }

    static String gadget(String name) {
        return gadget(name, "{\"size\":\"big\"}");
    }

    static String gadget(String name, String spec) {
        return """
        {"apiVersion":"testkit.containerconf.de/v1","kind":"Gadget","metadata":{"name":"%s"},"spec":%s}
        """
                .formatted(name, spec);
    }

    ApiClient.Response create(String name) {
        return api.client().post(path(), gadget(name)).ok();
    }

    ApiClient.Response tryCreate(String body) {
        return tryCreate("", body);
    }

    ApiClient.Response tryCreate(String query, String body) {
        return api.client().post(path() + query, body);
    }

    /// The conditions of an object, as JSON.
    String conditions(String name) {
        return get(name).json().getAsJsonObject("status").get("conditions").toString();
    }

    ApiClient.Response get(String name) {
        return api.client().get(path(name));
    }

    ApiClient.Response patch(String name, String patch) {
        return api.client().mergePatch(path(name), patch);
    }

    ApiClient.Response patchStatus(String name, String patch) {
        return api.client().mergePatch(path(name) + "/status", patch);
    }

    /// The metadata field of an object, or "".
    String metadata(String name, String field) {
        return get(name).text("metadata", field);
    }

    ApiWatch watch(String query) {
        return api.client().watch(path() + "?watch=1" + query);
    }

    /// The resourceVersion of a list.
    String now() {
        return api.client().get(path()).text("metadata", "resourceVersion");
    }
}
