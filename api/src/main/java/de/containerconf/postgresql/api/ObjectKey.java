package de.containerconf.postgresql.api;

import java.util.Comparator;

/// Namespace and name of an object: unique among the objects that live at one time, unlike the uid
/// not over time.
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    /// Reads what [#toString] writes.
    ///
    /// @throws IllegalArgumentException if there is not exactly one `/`, with something on both
    ///   sides
    public static ObjectKey parse(String text) {
        var slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException("'" + text + "' is not <namespace>/<name>");
        }
        return new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    /// `<namespace>/<name>`, as logs and claims show it.
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
