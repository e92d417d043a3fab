package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;

/// Which Kubernetes this imitates.
final class ApiVersion {

    static final String TEXT = "v1.37.2";

    private ApiVersion() {}

    /// As `/version` has it.
    static JsonObject json() {
        return Json.object(
                "major", "1",
                "minor", "37",
                "gitVersion", TEXT,
                "gitCommit", "",
                "gitTreeState", "",
                "buildDate", "1970-01-01T00:00:00Z",
                "goVersion", "",
                "compiler", "",
                "platform", "jvm/any");
    }
}
