package de.containerconf.postgresql.controller.cache;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds objects by what a field of their spec says. Not thread-safe.
final class Index {

    private final Function<PostgreSQLConfig.Spec, @Nullable String> field;
    private final Map<String, Set<ObjectKey>> keys = new HashMap<>();

    Index(Function<PostgreSQLConfig.Spec, @Nullable String> field) {
        this.field = field;
    }

    void add(PostgreSQLConfig object) {
        var value = field.apply(object.spec());
        if (value != null) {
            keys.computeIfAbsent(value, each -> new HashSet<>()).add(object.key());
        }
    }

    /// @param object as it was added
    void remove(PostgreSQLConfig object) {
        var value = field.apply(object.spec());
        var some = value == null ? null : keys.get(value);
        if (some != null && some.remove(object.key()) && some.isEmpty()) {
            keys.remove(value);
        }
    }

    /// All whose field says the same.
    Stream<ObjectKey> alike(PostgreSQLConfig object) {
        var value = field.apply(object.spec());
        return value == null ? Stream.of() : keys.getOrDefault(value, Set.of()).stream();
    }
}
