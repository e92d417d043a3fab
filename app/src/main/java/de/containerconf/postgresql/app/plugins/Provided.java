package de.containerconf.postgresql.app.plugins;

import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.app.settings.SettingsException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A provider that can be chosen.
///
/// @param <P> the provider interface
/// @param id its name in settings
/// @param loader that of the plug-in; null: built in
public record Provided<P>(
        Kind<P> kind,
        String id,
        String description,
        P provider,
        Origin origin,
        @Nullable ClassLoader loader) {

    private static final System.Logger LOG = System.getLogger(Provided.class.getName());
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /// Whether it is part of the image.
    public boolean builtIn() {
        return origin.builtIn();
    }

    /// Has the provider open what it provides.
    ///
    /// @throws SettingsException if it does not like its settings, or fails
    public <T> T open(Function<P, T> how) {
        try {
            return tryOpen(how);
        } catch (PluginException failed) {
            throw new SettingsException(
                    "%s: '%s' of %s cannot be opened: %s"
                            .formatted(kind.setting(), id, origin, failed.getMessage()));
        }
    }

    /// As [#open], but tells a failure from wrong settings.
    ///
    /// @throws SettingsException if it does not like its settings
    /// @throws PluginException if it fails
    <T> T tryOpen(Function<P, T> how) {
        try {
            return call(PluginCall.LIMIT, () -> how.apply(provider));
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(String.valueOf(wrong.getMessage()));
        }
    }

    /// Closes what was opened. A plug-in that fails or takes longer than 2 s is told of and left
    /// behind: it must not keep the operator from its end.
    public void close(Runnable how) {
        try {
            call(
                    CLOSE_LIMIT,
                    () -> {
                        how.run();
                        return true;
                    });
        } catch (PluginException | IllegalArgumentException failed) {
            LOG.log(
                    WARNING,
                    "{0} ''{1}'' of {2} cannot be closed: {3}",
                    kind.setting(),
                    id,
                    origin,
                    failed.getMessage());
        }
    }

    /// Runs code of the provider: that of a plug-in on a thread of its own, and only so long.
    private <T> T call(Duration limit, Supplier<T> code) {
        return loader == null ? code.get() : PluginCall.call(loader, limit, code::get);
    }

    /// This, if it is of that kind.
    <Q> Optional<Provided<Q>> as(Kind<Q> other) {
        return kind.equals(other)
                ? Optional.of(
                        new Provided<>(
                                other,
                                id,
                                description,
                                other.service().cast(provider),
                                origin,
                                loader))
                : Optional.empty();
    }
}
