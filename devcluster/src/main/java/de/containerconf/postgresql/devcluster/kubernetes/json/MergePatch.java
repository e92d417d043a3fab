package de.containerconf.postgresql.devcluster.kubernetes.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/// JSON Merge Patch (RFC 7386).
public final class MergePatch {

    private MergePatch() {}

    /// The patched tree. Neither argument is changed; parts of both may be shared by the answer.
    public static JsonElement apply(@Nullable JsonElement target, JsonElement patch) {
        if (!(patch instanceof JsonObject changes)) {
            return patch;
        }
        var patched = new JsonObject();
        if (target instanceof JsonObject object) {
            object.asMap().forEach(patched::add);
        }
        changes.asMap()
                .forEach((key, change) -> {
                    if (change instanceof JsonNull) {
                        patched.remove(key);
                    } else {
                        patched.add(key, apply(patched.get(key), change));
                    }
                });
        return patched;
    }
}
