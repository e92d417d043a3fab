package de.containerconf.postgresql.devcluster.kubernetes.apply;

import com.google.gson.JsonElement;
import de.containerconf.postgresql.devcluster.kubernetes.apply.Parts.Part;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Schema;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which fields a value has, and which differ between two values.
final class Ownership {

    private Ownership() {}

    /// What differs between two states.
    ///
    /// @param changed fields that are new or have another value
    /// @param removed fields that are gone
    record Difference(FieldSet changed, FieldSet removed) {
        static final Difference NONE = new Difference(FieldSet.EMPTY, FieldSet.EMPTY);
    }

    /// The fields that applying the value claims: leaves, and the elements of keyed lists.
    static FieldSet claimed(JsonElement value, Schema schema) {
        var parts = Parts.of(value, schema);
        if (parts == null || parts.isEmpty()) {
            return FieldSet.LEAF;
        }
        var children = new TreeMap<String, FieldSet>();
        parts.forEach((element, part) -> {
            var below = claimed(part.value(), part.schema());
            children.put(
                    element,
                    element.startsWith("f:") ? below : new FieldSet(true, below.children()));
        });
        return new FieldSet(false, children);
    }

    static Difference between(
            @Nullable JsonElement before, @Nullable JsonElement after, Schema schema) {
        if (before == null || after == null) {
            return new Difference(
                    after == null ? FieldSet.EMPTY : everything(after, schema),
                    before == null ? FieldSet.EMPTY : everything(before, schema));
        }
        if (before.equals(after)) {
            return Difference.NONE;
        }
        var old = Parts.of(before, schema);
        var parts = Parts.of(after, schema);
        if (old == null || parts == null) {
            return new Difference(FieldSet.LEAF, FieldSet.EMPTY);
        }
        var changed = new TreeMap<String, FieldSet>();
        var removed = new TreeMap<String, FieldSet>();
        parts.forEach((element, part) -> {
            var earlier = old.get(element);
            var difference =
                    between(earlier == null ? null : earlier.value(), part.value(), part.schema());
            changed.put(element, difference.changed());
            removed.put(element, difference.removed());
        });
        old.forEach((element, part) -> {
            if (!parts.containsKey(element)) {
                removed.put(element, everything(part.value(), part.schema()));
            }
        });
        return new Difference(FieldSet.of(false, changed), FieldSet.of(false, removed));
    }

    private static FieldSet everything(JsonElement value, Schema schema) {
        var parts = Parts.of(value, schema);
        if (parts == null) {
            return FieldSet.LEAF;
        }
        var children = new TreeMap<String, FieldSet>();
        parts.forEach((element, part) -> children.put(element, everything(part)));
        return new FieldSet(true, children);
    }

    private static FieldSet everything(Part part) {
        return everything(part.value(), part.schema());
    }
}
