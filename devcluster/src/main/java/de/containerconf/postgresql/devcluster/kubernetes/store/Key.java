package de.containerconf.postgresql.devcluster.kubernetes.store;

import java.util.Comparator;

/// Where an object stands in its collection, in the order of lists.
///
/// @param namespace "" for what has none
public record Key(String namespace, String name) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::namespace).thenComparing(Key::name);

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }
}
