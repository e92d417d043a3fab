package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.apply.FieldManagement;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.json.JsonPath;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One version of a kind, with everything that requests to it need. Immutable.
///
/// @param storage the collection that it shares with the other versions of the kind, normally
///   `<group>/<plural>`
/// @param openApi the schema as it was written, for clients
/// @param selectable what field selectors may name besides `metadata.name` and `metadata.namespace`
/// @param conversion between this version and the stored one
/// @param custom whether a CRD defines it
record ResourceType(
        String storage,
        String group,
        String version,
        String plural,
        String singular,
        String kind,
        String listKind,
        List<String> shortNames,
        List<String> categories,
        boolean namespaced,
        boolean hasStatus,
        Schema schema,
        JsonObject openApi,
        List<Column> columns,
        Map<String, JsonPath> selectable,
        FieldManagement fieldManagement,
        Conversion conversion,
        boolean custom) {

    /// A column of a Table.
    ///
    /// @param priority 0, or more if only wide output has it
    record Column(String name, String type, String description, int priority, JsonPath path) {
        static Column parse(JsonElement json) {
            var priority = Json.at(json, "priority");
            var description = Json.textAt(json, "description");
            var path = Json.textAt(json, "jsonPath");
            return new Column(
                    Json.textAt(json, "name"),
                    Json.textAt(json, "type"),
                    description.isEmpty()
                            ? "Custom resource definition column (in JSONPath format): " + path
                            : description,
                    priority == null ? 0 : priority.getAsInt(),
                    JsonPath.of(path));
        }
    }

    /// Reads one version of the spec of a CRD.
    ///
    /// @throws IllegalArgumentException if a path or pattern in it is not understood
    static ResourceType parse(
            JsonObject spec,
            JsonElement version,
            Schema objectMeta,
            Conversion conversion,
            boolean custom) {
        var names = Json.objectAt(spec, "names");
        var group = Json.textAt(spec, "group");
        var plural = Json.textAt(names, "plural");
        var kind = Json.textAt(names, "kind");
        var listKind = Json.stringAt(names, "listKind");
        var singular = Json.stringAt(names, "singular");
        var openApi = Json.objectAt(version, "schema", "openAPIV3Schema");
        var text = Schema.parse(Json.object("type", "string"));
        var schema =
                Schema.parse(openApi)
                        .with(Map.of("apiVersion", text, "kind", text, "metadata", objectMeta));
        var selectable = new LinkedHashMap<String, JsonPath>();
        for (var field : Json.arrayAt(version, "selectableFields")) {
            var path = Json.textAt(field, "jsonPath");
            selectable.put(path.substring(1), JsonPath.of(path));
        }
        var hasStatus = Json.at(version, "subresources", "status") != null;
        var storage = Json.stringAt(spec, "storage");
        return new ResourceType(
                storage == null ? group + "/" + plural : storage,
                group,
                Json.textAt(version, "name"),
                plural,
                singular == null ? kind.toLowerCase(Locale.ROOT) : singular,
                kind,
                listKind == null ? kind + "List" : listKind,
                strings(names, "shortNames"),
                strings(names, "categories"),
                Json.textAt(spec, "scope").equals("Namespaced"),
                hasStatus,
                schema,
                openApi,
                Json.arrayAt(version, "additionalPrinterColumns").asList().stream()
                        .map(Column::parse)
                        .toList(),
                selectable,
                new FieldManagement(schema, hasStatus),
                conversion,
                custom);
    }

    private static List<String> strings(JsonObject json, String key) {
        return Json.arrayAt(json, key).asList().stream().map(JsonElement::getAsString).toList();
    }

    /// The schema without that of the metadata, which has rules of its own.
    Schema ownSchema() {
        return schema.with(Map.of("metadata", Schema.ANY));
    }

    /// Whether objects are stored in this version.
    boolean stored() {
        return conversion.equals(Conversion.NONE);
    }

    /// As in `apiVersion`.
    String groupVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// The path of the API that it belongs to.
    String apiPath() {
        return (group.isEmpty() ? "/api/" : "/apis/") + groupVersion();
    }

    /// `<plural>.<group>`, as messages name it.
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /// `<Kind>.<group>`, as messages about invalid objects name it.
    String qualifiedKind() {
        // The API server validates events as those of v1, whichever version was used.
        return group.isEmpty() || kind.equals("Event") ? kind : kind + "." + group;
    }

    /// Whether changes of the spec are counted in `metadata.generation`.
    boolean counted() {
        return custom || kind.equals("CustomResourceDefinition");
    }
}
