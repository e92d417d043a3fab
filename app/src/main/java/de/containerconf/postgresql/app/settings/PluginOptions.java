package de.containerconf.postgresql.app.settings;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// The settings of providers, by their ids.
public final class PluginOptions {

    private final Map<String, Map<String, String>> byId = new TreeMap<>();

    /// @param options `<id>.<key>` to value
    /// @throws SettingsException if a name has no dot
    public PluginOptions(Map<String, String> options) {
        options.forEach((name, value) -> {
            var dot = name.indexOf('.');
            if (dot <= 0 || dot == name.length() - 1) {
                throw new SettingsException(
                        "--option: '%s=%s' is not <id>.<key>=<value>".formatted(name, value));
            }
            byId.computeIfAbsent(name.substring(0, dot), each -> new TreeMap<>())
                    .put(name.substring(dot + 1), value);
        });
    }

    /// The settings of one provider.
    public Map<String, String> of(String id) {
        return byId.getOrDefault(id, Map.of());
    }

    /// Refuses settings for providers that are not used.
    ///
    /// @throws SettingsException that names the first of them
    public void requireOnly(Collection<String> ids) {
        for (var id : byId.keySet()) {
            if (!ids.contains(id)) {
                throw new SettingsException(
                        "--option: '%s' is none of the backend, transport and resources in use: %s"
                                .formatted(id, String.join(", ", ids)));
            }
        }
    }
}
