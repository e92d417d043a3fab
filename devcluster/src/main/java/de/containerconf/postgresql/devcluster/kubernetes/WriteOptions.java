package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;

/// How a write is to be done: the query parameters that all writes share.
///
/// @param fieldManager who is said to own what is written
/// @param explicitManager whether the request named it
/// @param dryRun whether to answer as usual and to store nothing
/// @param fieldValidation `Strict`, `Warn` or `Ignore`
/// @param force whether an apply takes fields from others
record WriteOptions(
        String fieldManager,
        boolean explicitManager,
        boolean dryRun,
        String fieldValidation,
        boolean force) {

    static WriteOptions of(ApiRequest request) {
        var manager = request.parameter("fieldManager");
        var agent = request.userAgent().split("/", 2)[0];
        var validation = request.parameter("fieldValidation");
        return new WriteOptions(
                manager.isEmpty() ? agent : manager,
                !manager.isEmpty(),
                request.parameter("dryRun").equals("All"),
                validation.isEmpty() ? "Warn" : validation,
                request.flag("force"));
    }

    /// The same with what a body of kind `DeleteOptions` says.
    WriteOptions with(JsonObject body) {
        for (JsonElement each : Json.arrayAt(body, "dryRun")) {
            if (each.getAsString().equals("All")) {
                return new WriteOptions(
                        fieldManager, explicitManager, true, fieldValidation, force);
            }
        }
        return this;
    }
}
