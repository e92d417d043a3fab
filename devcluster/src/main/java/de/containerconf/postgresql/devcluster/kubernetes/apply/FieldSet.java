package de.containerconf.postgresql.devcluster.kubernetes.apply;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A set of fields, as a tree of path elements in the notation of `fieldsV1`: `f:<name>`,
/// `k:<keys>`, `v:<value>`. Immutable.
///
/// @param member whether the field at this very place is in the set
record FieldSet(boolean member, SortedMap<String, FieldSet> children) {

    static final FieldSet EMPTY = new FieldSet(false, Collections.emptySortedMap());
    static final FieldSet LEAF = new FieldSet(true, Collections.emptySortedMap());

    static FieldSet of(boolean member, Map<String, FieldSet> children) {
        var filled = new TreeMap<String, FieldSet>();
        children.forEach((element, child) -> {
            if (!child.isEmpty()) {
                filled.put(element, child);
            }
        });
        return new FieldSet(member, filled);
    }

    /// Reads `fieldsV1`.
    static FieldSet parse(JsonObject json) {
        var children = new TreeMap<String, FieldSet>();
        json.asMap()
                .forEach((element, child) -> {
                    if (!element.equals(".")) {
                        var below = child.getAsJsonObject();
                        children.put(element, below.isEmpty() ? LEAF : parse(below));
                    }
                });
        return new FieldSet(json.has("."), children);
    }

    /// As `fieldsV1`.
    JsonObject json() {
        var json = new JsonObject();
        if (member && !children.isEmpty()) {
            json.add(".", new JsonObject());
        }
        children.forEach((element, child) -> json.add(element, child.json()));
        return json;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    FieldSet child(String element) {
        return children.getOrDefault(element, EMPTY);
    }

    FieldSet union(FieldSet other) {
        var all = new TreeMap<>(children);
        other.children.forEach((element, child) -> all.merge(element, child, FieldSet::union));
        return new FieldSet(member || other.member, all);
    }

    FieldSet minus(FieldSet other) {
        var rest = new TreeMap<String, FieldSet>();
        children.forEach((element, child) -> rest.put(element, child.minus(other.child(element))));
        return of(member && !other.member, rest);
    }

    FieldSet intersection(FieldSet other) {
        var both = new TreeMap<String, FieldSet>();
        children.forEach(
                (element, child) -> both.put(element, child.intersection(other.child(element))));
        return of(member && other.member, both);
    }

    /// Without everything at and below a path.
    FieldSet without(String... path) {
        return minusAll(List.of(path));
    }

    private FieldSet minusAll(List<String> path) {
        if (path.isEmpty()) {
            return EMPTY;
        }
        var rest = new TreeMap<>(children);
        rest.computeIfPresent(
                path.getFirst(), (_, child) -> child.minusAll(path.subList(1, path.size())));
        return of(member, rest);
    }

    /// Without the place itself, with everything below.
    FieldSet inner() {
        return new FieldSet(false, children);
    }

    /// With a child replaced, or removed if that is null.
    FieldSet with(String element, @Nullable FieldSet child) {
        var all = new TreeMap<>(children);
        all.put(element, child == null ? EMPTY : child);
        return of(member, all);
    }

    /// The paths, as messages show them: `.status.conditions[type="Ready"].status`.
    List<String> paths() {
        var paths = new ArrayList<String>();
        collect("", paths);
        return paths;
    }

    private void collect(String path, List<String> paths) {
        if (member) {
            paths.add(path);
        }
        children.forEach((element, child) -> child.collect(path + shown(element), paths));
    }

    private static String shown(String element) {
        var content = element.substring(2);
        if (!element.startsWith("k:")) {
            return element.startsWith("f:") ? "." + content : "[=" + content + "]";
        }
        var keys = new ArrayList<String>();
        Json.parse(content)
                .getAsJsonObject()
                .asMap()
                .forEach((key, value) -> keys.add(key + "=" + value));
        return "[" + String.join(",", keys) + "]";
    }
}
