package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.json.Yaml;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The kinds that are served at the moment. Thread-safe: readers see one immutable list.
final class ResourceRegistry {

    private final Schema objectMeta;
    private final Map<String, Long> initializing = new ConcurrentHashMap<>();
    private volatile List<ResourceType> types;

    ResourceRegistry() {
        var builtin = builtin();
        objectMeta = Schema.parse(Json.objectAt(builtin, "objectMeta"));
        var parsed = new ArrayList<ResourceType>();
        for (var spec : Json.arrayAt(builtin, "kinds")) {
            for (var version : Json.arrayAt(spec, "versions")) {
                parsed.add(
                        ResourceType.parse(
                                spec.getAsJsonObject(),
                                version,
                                objectMeta,
                                conversion(spec),
                                false));
            }
        }
        types = List.copyOf(parsed);
    }

    private static Conversion conversion(JsonElement spec) {
        return Json.textAt(spec, "conversion").equals("CoreEvents")
                ? new CoreEvents()
                : Conversion.NONE;
    }

    private static JsonElement builtin() {
        try (var in = ResourceRegistry.class.getResourceAsStream("builtin.yaml")) {
            var bytes = Objects.requireNonNull(in, "builtin.yaml").readAllBytes();
            return Yaml.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Collection<ResourceType> types() {
        return types;
    }

    Optional<ResourceType> find(String group, String version, String plural) {
        return types.stream()
                .filter(type ->
                        type.plural().equals(plural)
                                && type.group().equals(group)
                                && type.version().equals(version))
                .findFirst();
    }

    /// The type that stored objects have.
    Optional<ResourceType> stored(String storage) {
        return types.stream().filter(type -> type.storage().equals(storage)).findFirst();
    }

    /// The served versions of a CRD, the stored one first.
    ///
    /// @throws IllegalArgumentException if a path or pattern in it is not understood
    List<ResourceType> parse(JsonObject crd) {
        var spec = Json.objectAt(crd, "spec");
        var parsed = new ArrayList<ResourceType>();
        var group = Json.textAt(spec, "group") + "/";
        var stored =
                Json.arrayAt(spec, "versions").asList().stream()
                        .filter(version -> Json.isTrue(version, "storage"))
                        .map(version -> group + Json.textAt(version, "name"))
                        .findFirst()
                        .orElse("");
        for (var version : Json.arrayAt(spec, "versions")) {
            var used = group + Json.textAt(version, "name");
            var conversion =
                    used.equals(stored) ? Conversion.NONE : Conversion.rename(stored, used);
            var type = ResourceType.parse(spec, version, objectMeta, conversion, true);
            if (Json.isTrue(version, "storage")) {
                parsed.addFirst(type);
            } else if (Json.isTrue(version, "served")) {
                parsed.add(type);
            }
        }
        return parsed;
    }

    /// Whether a kind is known but cannot be used yet.
    boolean initializing(ResourceType type) {
        var until = initializing.get(type.storage());
        if (until == null) {
            return false;
        }
        if (until - System.nanoTime() > 0) {
            return true;
        }
        initializing.remove(type.storage(), until);
        return false;
    }

    /// As [#replace], but the kind cannot be used for a while, as long as its storage is being
    /// made: whoever is answered once is not refused a moment later.
    void renew(String storage, List<ResourceType> replacement, Duration duration) {
        initializing.put(storage, System.nanoTime() + duration.toNanos());
        replace(storage, replacement);
    }

    /// Serves these instead of what was served from that collection.
    synchronized void replace(String storage, List<ResourceType> replacement) {
        var all = new ArrayList<>(types);
        all.removeIf(type -> type.storage().equals(storage));
        all.addAll(replacement);
        types = List.copyOf(all);
    }
}
