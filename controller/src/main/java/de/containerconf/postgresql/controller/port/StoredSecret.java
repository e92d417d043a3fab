package de.containerconf.postgresql.controller.port;

import de.containerconf.postgresql.api.ObjectKey;
import java.util.Map;
import java.util.Set;

/// A Secret as it was read. Does not show its data.
///
/// @param resourceVersion the server's opaque version of this state
/// @param owners uids of the objects that it belongs to
/// @param data texts by key; what is no UTF-8 is read as something else
public record StoredSecret(
        ObjectKey key,
        String resourceVersion,
        Set<String> owners,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> data) {

    public StoredSecret {
        owners = Set.copyOf(owners);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        data = Map.copyOf(data);
    }

    @Override
    public String toString() {
        return "StoredSecret[%s, %s]".formatted(key, resourceVersion);
    }
}
