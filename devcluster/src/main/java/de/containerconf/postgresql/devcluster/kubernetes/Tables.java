package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.containerconf.postgresql.devcluster.kubernetes.ResourceType.Column;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.json.JsonPath;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects as rows, the form that `kubectl get` asks for (meta.k8s.io/v1 `Table`).
final class Tables {

    private static final List<Column> DEFAULT =
            List.of(new Column("Age", "date", "", 0, JsonPath.of(".metadata.creationTimestamp")));

    private Tables() {}

    /// @param include `None`, `Metadata` or `Object`: what of the objects comes with the rows
    /// @param metadata of the list
    static JsonObject table(
            ResourceType type, List<StoredObject> objects, String include, JsonObject metadata) {
        var columns = type.columns().isEmpty() ? DEFAULT : type.columns();
        var definitions = new JsonArray();
        definitions.add(definition("Name", "string", "name", "Name of the object.", 0));
        columns.forEach(each ->
                definitions.add(
                        definition(
                                each.name(),
                                each.type(),
                                "",
                                each.description(),
                                each.priority())));
        var rows = new JsonArray();
        for (var object : objects) {
            var row = Json.object("cells", cells(columns, object));
            row.add("object", included(object, include));
            rows.add(row);
        }
        return Json.object(
                "kind", "Table",
                "apiVersion", "meta.k8s.io/v1",
                "metadata", metadata,
                "columnDefinitions", definitions,
                "rows", rows);
    }

    private static JsonObject definition(
            String name, String type, String format, String description, int priority) {
        return Json.object(
                "name", name,
                "type", type,
                "format", format,
                "description", description,
                "priority", priority);
    }

    private static List<JsonElement> cells(List<Column> columns, StoredObject object) {
        var cells = new ArrayList<JsonElement>();
        cells.add(new JsonPrimitive(object.key().name()));
        for (var column : columns) {
            var value = column.path().find(object.json());
            cells.add(column.type().equals("date") ? new JsonPrimitive(age(value)) : cell(value));
        }
        return cells;
    }

    private static JsonElement cell(@Nullable JsonElement value) {
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case JsonPrimitive scalar -> scalar;
            default -> new JsonPrimitive(value.toString());
        };
    }

    private static JsonElement included(StoredObject object, String include) {
        return switch (include) {
            case "None" -> JsonNull.INSTANCE;
            case "Object" -> object.json();
            default -> metadata(object);
        };
    }

    /// An object reduced to its metadata.
    static JsonObject metadata(StoredObject object) {
        return Json.object(
                "kind", "PartialObjectMetadata",
                "apiVersion", "meta.k8s.io/v1",
                "metadata", object.metadata());
    }

    /// How long ago that was, as kubectl shows it.
    private static String age(@Nullable JsonElement time) {
        if (!(time instanceof JsonPrimitive text)) {
            return "<unknown>";
        }
        try {
            var age = Duration.between(Instant.parse(text.getAsString()), Instant.now());
            return shown(age.isNegative() ? Duration.ZERO : age);
        } catch (DateTimeException e) {
            return "<invalid>";
        }
    }

    // The steps are those of k8s.io/apimachinery/pkg/util/duration, HumanDuration.
    private static String shown(Duration age) {
        if (age.toSeconds() < 120) {
            return age.toSeconds() + "s";
        }
        if (age.toMinutes() < 10) {
            return parts(age.toMinutes(), "m", age.toSecondsPart(), "s");
        }
        if (age.toHours() < 3) {
            return age.toMinutes() + "m";
        }
        if (age.toHours() < 8) {
            return parts(age.toHours(), "h", age.toMinutesPart(), "m");
        }
        return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }

    private static String parts(long large, String unit, int small, String smallUnit) {
        return large + unit + (small == 0 ? "" : small + smallUnit);
    }
}
