package de.containerconf.postgresql.it;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.KubernetesApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The operator as `manifest` installs it, in the namespace that it has there.
final class Installation {

    static final String NAMESPACE = "postgresql-operator";
    static final String NAME = "postgresql-operator";
    static final Path MANIFEST = Path.of("..", "manifest").toAbsolutePath().normalize();

    private final KubernetesApi api;
    private final Kubectl kubectl;

    private Installation(KubernetesApi api, Kubectl kubectl) {
        this.api = api;
        this.kubectl = kubectl;
    }

    /// Applies an overlay, and before it what it needs.
    static Installation apply(KubernetesApi api, Kubectl kubectl, Path overlay)
            throws IOException, InterruptedException {
        for (var file : new String[] {"namespace.yaml", "crd.yaml"}) {
            api.apply(Files.readString(MANIFEST.resolve(file)));
        }
        kubectl.runIn(NAMESPACE, "apply", "-k", overlay.toString());
        return new Installation(api, kubectl);
    }

    /// A kubeconfig of the service account. Waits until its rights are known to the server.
    ///
    /// @param folder where to write it
    Path account(Path folder) throws IOException, InterruptedException {
        var token = kubectl.runIn(NAMESPACE, "create", "token", NAME).strip();
        var file = folder.resolve("account");
        var admin = Files.readString(api.kubeconfig());
        return Files.writeString(
                file, admin.replaceFirst("token: \"[^\"]*\"", "token: \"" + token + "\""));
    }

    /// The variables of the container.
    Map<String, String> environment() {
        var container =
                get("apps/v1", "deployments", NAME)
                        .getAsJsonObject("spec")
                        .getAsJsonObject("template")
                        .getAsJsonObject("spec")
                        .getAsJsonArray("containers")
                        .get(0)
                        .getAsJsonObject();
        var variables = new HashMap<String, String>();
        for (var source : container.getAsJsonArray("envFrom")) {
            var name =
                    source.getAsJsonObject()
                            .getAsJsonObject("configMapRef")
                            .get("name")
                            .getAsString();
            var data = get("v1", "configmaps", name).getAsJsonObject("data");
            data.asMap().forEach((key, value) -> variables.put(key, value.getAsString()));
        }
        return variables;
    }

    private JsonObject get(String version, String plural, String name) {
        var base = version.contains("/") ? "/apis/" : "/api/";
        var path = base + version + "/namespaces/" + NAMESPACE + "/" + plural + "/" + name;
        return api.client().get(path).ok().json();
    }
}
