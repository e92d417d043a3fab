package de.containerconf.postgresql.app;

import de.containerconf.postgresql.app.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The providers of one kind that are there. One that fails to load is named and left out.
///
/// @param <P> the provider interface
final class Providers<P> {

    private static final System.Logger LOG = System.getLogger(Providers.class.getName());

    private final String setting;
    private final TreeMap<String, P> byId = new TreeMap<>();
    private final Function<P, String> description;

    /// @param setting the flag that chooses among them
    Providers(
            String setting,
            ServiceLoader<P> loader,
            Function<P, String> id,
            Function<P, String> description) {
        this.setting = setting;
        this.description = description;
        for (var candidate : candidates(loader)) {
            try {
                var provider = candidate.get();
                if (byId.putIfAbsent(id.apply(provider), provider) != null) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0}: {1} is left out, because there is another ''{2}''",
                            setting,
                            candidate.type().getName(),
                            id.apply(provider));
                }
            } catch (ServiceConfigurationError | RuntimeException broken) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0}: {1} is left out, because it cannot be loaded: {2}",
                        setting,
                        candidate.type().getName(),
                        broken);
            }
        }
    }

    /// The provider of that name.
    ///
    /// @throws SettingsException that lists what there is
    P get(String id) {
        var provider = byId.get(id);
        if (provider == null) {
            throw new SettingsException(
                    "%s: there is no '%s'. There are: %s"
                            .formatted(
                                    setting,
                                    id,
                                    byId.entrySet().stream()
                                            .map(each ->
                                                    "%s (%s)"
                                                            .formatted(
                                                                    each.getKey(),
                                                                    description.apply(
                                                                            each.getValue())))
                                            .collect(Collectors.joining(", "))));
        }
        return provider;
    }

    private static <P> List<ServiceLoader.Provider<P>> candidates(ServiceLoader<P> loader) {
        var candidates = new ArrayList<ServiceLoader.Provider<P>>();
        var iterator = loader.stream().iterator();
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    return candidates;
                }
                candidates.add(iterator.next());
            } catch (ServiceConfigurationError broken) {
                LOG.log(System.Logger.Level.WARNING, "a provider is left out: {0}", broken);
            }
        }
    }
}
