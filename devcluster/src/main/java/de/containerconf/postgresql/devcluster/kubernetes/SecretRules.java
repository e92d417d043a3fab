package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Secrets and ConfigMaps: plain text is encoded, and what was declared immutable stays.
final class SecretRules implements KindRules {

    private final boolean secret;

    SecretRules(boolean secret) {
        this.secret = secret;
    }

    @Override
    public void prepare(JsonObject object, @Nullable JsonObject before) {
        if (!(object.remove("stringData") instanceof JsonObject plain)) {
            return;
        }
        var data = Json.child(object, "data");
        plain.asMap()
                .forEach((key, value) ->
                        data.addProperty(
                                key,
                                Base64.getEncoder()
                                        .encodeToString(
                                                value.getAsString()
                                                        .getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public List<Cause> check(JsonObject object, @Nullable JsonObject before) {
        for (var each :
                secret ? Json.objectAt(object, "data").asMap().values() : List.<JsonElement>of()) {
            try {
                var _ = Base64.getDecoder().decode(each.getAsString());
            } catch (IllegalArgumentException e) {
                throw Failures.badRequest(
                        "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data");
            }
        }
        if (before == null
                || !Json.isTrue(before, "immutable")
                || Objects.equals(before.get("data"), object.get("data"))) {
            return List.of();
        }
        return List.of(Cause.forbidden("data", "field is immutable when `immutable` is set"));
    }

    @Override
    public boolean unconditionalUpdate() {
        return true;
    }
}
