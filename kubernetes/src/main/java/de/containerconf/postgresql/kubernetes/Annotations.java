package de.containerconf.postgresql.kubernetes;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers the annotations of one object: all small ones, up to a size. The API server allows 256
/// KiB of them, and those of many objects are in memory at once. For one object.
final class Annotations {

    private static final String OURS = "containerconf.de/";

    /// A copy of the whole object, by `kubectl apply`.
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static final int MAX_VALUE = 1_024;
    private static final int MAX_OTHERS = 8_192;
    private static final int MAX_OURS = 32;

    private final Map<String, String> kept = new HashMap<>();
    private int ours;
    private int othersSize;

    void add(String key, @Nullable String value) {
        if (value == null || value.length() > MAX_VALUE || key.equals(LAST_APPLIED)) {
            return;
        }
        if (key.startsWith(OURS)) {
            if (++ours <= MAX_OURS) {
                kept.put(key, value);
            }
            return;
        }
        othersSize += key.length() + value.length();
        if (othersSize <= MAX_OTHERS) {
            kept.put(key, value);
        }
    }

    Map<String, String> kept() {
        return kept;
    }
}
