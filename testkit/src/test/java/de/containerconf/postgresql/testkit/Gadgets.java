package de.containerconf.postgresql.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// A kind of custom resource to test with, and where its objects are.
record Gadgets(KubernetesApi api, String namespace, String kind) {

    private static final AtomicInteger KINDS = new AtomicInteger();
    private static final String GROUP = "/apis/testkit.containerconf.de/v1/";

    Gadgets(KubernetesApi api, String namespace) {
        this(api, namespace, "Gadget");
    }

    /// Defines the kind, if that did not happen yet.
    static Gadgets in(KubernetesApi api) {
        if (api.client().get(GROUP + "gadgets?limit=1").code() != 200) {
            api.apply(definition());
        }
        return new Gadgets(api, api.namespace());
    }

    /// The same under a name that only one test uses.
    static Gadgets another(KubernetesApi api) {
        var kind = "Gadget" + KINDS.incrementAndGet() + "x";
        var gadgets = new Gadgets(api, api.namespace(), kind);
        api.apply(
                definition()
                        .replace("kind: Gadget", "kind: " + kind)
                        .replace("gadgets", gadgets.plural())
                        .replace("shortNames: [gd], ", ""));
        return gadgets;
    }

    String plural() {
        return kind.toLowerCase(Locale.ROOT) + "s";
    }

    static String definition() {
        try (var in = Gadgets.class.getResourceAsStream("gadgets.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return GROUP + "namespaces/" + namespace + "/" + plural();
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

    /// A new object of this kind.
    String body(String name) {
        return gadget(name).replace("\"Gadget\"", "\"" + kind + "\"");
    }

    ApiClient.Response create(String name) {
        return tryCreate(body(name)).ok();
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
