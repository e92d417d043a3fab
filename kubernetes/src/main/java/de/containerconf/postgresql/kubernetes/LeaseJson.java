package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import de.containerconf.postgresql.controller.port.Lease;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads and writes a lease: Kubernetes API reference, `coordination.k8s.io/v1 Lease`. What is
/// unknown, or of another type than expected, counts as absent: a later server may send more.
final class LeaseJson {

    static final String GROUP = "coordination.k8s.io";
    static final String VERSION = "v1";
    static final String PLURAL = "leases";

    private LeaseJson() {}

    /// @throws IOException if it is no stored object
    static Lease read(LenientJson json) throws IOException {
        return read(object(json.element()));
    }

    /// Reads one event of a watch.
    ///
    /// @return empty for one that is not about a stored lease
    /// @throws AnswerException for an ERROR event
    static Optional<Lease> readEvent(LenientJson json) throws IOException {
        var event = object(json.element());
        var object = object(event.get("object"));
        return switch (text(event, "type")) {
            case "ADDED", "MODIFIED" -> Optional.of(read(object));
            case "ERROR" -> throw new AnswerException(status(object));
            default -> Optional.empty();
        };
    }

    private static ApiStatus status(JsonObject object) throws IOException {
        return ApiStatus.read(
                new LenientJson(new JsonReader(new StringReader(object.toString()))), 500);
    }

    private static Lease read(JsonObject object) throws IOException {
        var version = text(object(object.get("metadata")), "resourceVersion");
        if (version.isEmpty()) {
            throw new IOException("the answer is not a lease");
        }
        var spec = object(object.get("spec"));
        var seconds = number(spec, "leaseDurationSeconds");
        return new Lease(
                version,
                text(spec, "holderIdentity"),
                Duration.ofSeconds(Math.clamp(seconds, 0, Integer.MAX_VALUE)),
                time(spec, "acquireTime"),
                time(spec, "renewTime"),
                number(spec, "leaseTransitions"));
    }

    /// What creates it.
    static byte[] create(String name, String namespace, Lease lease) {
        var metadata = new JsonObject();
        metadata.addProperty("name", name);
        metadata.addProperty("namespace", namespace);
        var json = new JsonObject();
        json.addProperty("apiVersion", GROUP + "/" + VERSION);
        json.addProperty("kind", "Lease");
        json.add("metadata", metadata);
        json.add("spec", spec(lease));
        return bytes(json);
    }

    /// A merge patch (RFC 7386) for the version that the lease was made from.
    static byte[] patch(Lease lease) {
        var metadata = new JsonObject();
        metadata.addProperty("resourceVersion", lease.version());
        var json = new JsonObject();
        json.add("metadata", metadata);
        json.add("spec", spec(lease));
        return bytes(json);
    }

    private static JsonObject spec(Lease lease) {
        var spec = new JsonObject();
        spec.addProperty("holderIdentity", lease.holder());
        spec.addProperty("leaseDurationSeconds", lease.duration().toSeconds());
        spec.addProperty("leaseTransitions", lease.transitions());
        addTime(spec, "acquireTime", lease.acquired());
        addTime(spec, "renewTime", lease.renewed());
        return spec;
    }

    private static void addTime(JsonObject spec, String name, @Nullable Instant time) {
        if (time != null) {
            spec.addProperty(name, MicroTime.of(time));
        }
    }

    private static JsonObject object(@Nullable JsonElement element) {
        return element instanceof JsonObject object ? object : new JsonObject();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonPrimitive value && value.isString()
                ? value.getAsString()
                : "";
    }

    private static long number(JsonObject object, String name) {
        return object.get(name) instanceof JsonPrimitive value && value.isNumber()
                ? (long) value.getAsDouble()
                : 0;
    }

    private static @Nullable Instant time(JsonObject object, String name) {
        try {
            return OffsetDateTime.parse(text(object, name)).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
