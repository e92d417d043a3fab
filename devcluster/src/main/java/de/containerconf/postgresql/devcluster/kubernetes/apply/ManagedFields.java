package de.containerconf.postgresql.devcluster.kubernetes.apply;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The entries of `metadata.managedFields`. Mutable, for one request.
final class ManagedFields {

    /// What one manager owns.
    ///
    /// @param time when it last took something, to the second
    private record Entry(FieldSet fields, String time) {}

    private final Map<Manager, Entry> entries = new LinkedHashMap<>();

    static ManagedFields parse(JsonArray json) {
        var managed = new ManagedFields();
        for (var each : json) {
            managed.entries.put(
                    new Manager(
                            Json.textAt(each, "manager"),
                            Json.textAt(each, "operation"),
                            Json.textAt(each, "apiVersion"),
                            Json.textAt(each, "subresource")),
                    new Entry(
                            FieldSet.parse(Json.objectAt(each, "fieldsV1")),
                            Json.textAt(each, "time")));
        }
        return managed;
    }

    JsonArray json() {
        var json = new JsonArray();
        entries.entrySet().stream()
                .filter(each -> !each.getValue().fields().isEmpty())
                .sorted(
                        Comparator.comparing((Map.Entry<Manager, Entry> each) ->
                                        each.getKey().operation())
                                .thenComparing(each -> each.getValue().time())
                                .thenComparing(Map.Entry::getKey, Manager.ORDER))
                .forEach(each -> json.add(json(each.getKey(), each.getValue())));
        return json;
    }

    private static JsonElement json(Manager manager, Entry entry) {
        var json =
                Json.object(
                        "apiVersion", manager.apiVersion(),
                        "fieldsType", "FieldsV1",
                        "fieldsV1", entry.fields().json(),
                        "manager", manager.name(),
                        "operation", manager.operation());
        if (!manager.subresource().isEmpty()) {
            json.addProperty("subresource", manager.subresource());
        }
        json.addProperty("time", entry.time());
        return json;
    }

    FieldSet of(Manager manager) {
        var entry = entries.get(manager);
        return entry == null ? FieldSet.EMPTY : entry.fields();
    }

    /// What anybody but this manager owns.
    FieldSet ofOthers(Manager manager) {
        return entries.entrySet().stream()
                .filter(each -> !each.getKey().equals(manager))
                .map(each -> each.getValue().fields())
                .reduce(FieldSet.EMPTY, FieldSet::union);
    }

    List<Manager> others(Manager manager) {
        return entries.keySet().stream().filter(each -> !each.equals(manager)).toList();
    }

    /// Sets what a manager owns; the time moves only with the set.
    void set(Manager manager, FieldSet fields, String now) {
        entries.merge(
                manager,
                new Entry(fields, now),
                (old, changed) -> old.fields().equals(fields) ? old : changed);
    }

    void takeFromOthers(Manager manager, FieldSet fields) {
        entries.replaceAll((each, entry) ->
                each.equals(manager)
                        ? entry
                        : new Entry(entry.fields().minus(fields), entry.time()));
    }
}
