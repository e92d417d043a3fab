package de.containerconf.postgresql.controller.port;

import java.util.Map;

/// What a Secret should hold. Does not show its data.
///
/// @param name of the Secret, in the namespace of the object that it belongs to
/// @param data texts by key
public record SecretContent(
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> data) {

    /// The well-known type of the Service Binding specification for Kubernetes.
    public static final String TYPE = "servicebinding.io/postgresql";

    public SecretContent {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        data = Map.copyOf(data);
    }

    /// Whether a Secret holds all of this, whatever else it holds.
    public boolean in(StoredSecret stored) {
        return stored.labels().entrySet().containsAll(labels.entrySet())
                && stored.annotations().entrySet().containsAll(annotations.entrySet())
                && stored.data().entrySet().containsAll(data.entrySet());
    }

    @Override
    public String toString() {
        return "SecretContent[%s, %d keys]".formatted(name, data.size());
    }
}
