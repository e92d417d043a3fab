package de.containerconf.postgresql.app.plugins;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.app.settings.SettingsException;
import de.containerconf.postgresql.controller.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All providers that there are: those of the image, and those of the plug-ins in a folder. A
/// plug-in that cannot be used is left out, and the others are not disturbed.
public final class Plugins {

    /// The resource that is no provider, because it is what the operator is for.
    public static final String DATABASE = "database";

    /// The resource of the Secret with a login, which is no provider either.
    public static final String CREDENTIALS = "credentials";

    /// Resources that are no providers.
    public static final List<String> BUILT_IN = List.of(DATABASE, CREDENTIALS);

    private static final System.Logger LOG = System.getLogger(Plugins.class.getName());

    private static final String READY = "ready";

    private final List<Provided<?>> provided;
    private final List<LeftOut> leftOut;

    /// Loads what there is.
    ///
    /// @param folder null: no plug-ins
    /// @throws SettingsException if the folder cannot be read
    public Plugins(@Nullable Path folder) {
        var loader = new PluginLoader();
        loader.addBuiltIn();
        if (folder != null) {
            files(folder).forEach(loader::add);
        }
        provided = List.copyOf(loader.provided);
        leftOut = List.copyOf(loader.leftOut);
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(Plugin::meant).sorted().toList();
        } catch (IOException unreadable) {
            throw new SettingsException("--plugins: '%s' is no folder to read".formatted(folder));
        }
    }

    /// The provider of that name.
    ///
    /// @throws SettingsException that lists what there is
    public <P> Provided<P> get(Kind<P> kind, String id) {
        return provided.stream()
                .map(each -> each.as(kind))
                .flatMap(Optional::stream)
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new SettingsException(nothing(kind, id)));
    }

    private String nothing(Kind<?> kind, String id) {
        var message =
                new StringBuilder("%s: there is no '%s'".formatted(kind.setting(), id))
                        .append(". There are: ")
                        .append(
                                provided.stream()
                                        .filter(each -> each.kind().equals(kind))
                                        .map(each ->
                                                "%s (%s)".formatted(each.id(), each.description()))
                                        .collect(Collectors.joining(", ")));
        for (var each : leftOut) {
            message.append(". %s is left out: %s".formatted(each.origin(), each.problem()));
        }
        return message.toString();
    }

    /// Logs what the plug-ins bring, and what is left out and why.
    public void log() {
        for (var each : provided) {
            if (!each.builtIn()) {
                LOG.log(
                        INFO,
                        "plug-in {0}: {1} ''{2}''",
                        each.origin(),
                        each.kind().word(),
                        each.id());
            }
        }
        for (var each : leftOut) {
            LOG.log(WARNING, "plug-in {0} is left out: {1}", each.origin(), each.problem());
        }
    }

    /// Whether there is a plug-in that cannot be used.
    public boolean complete() {
        return leftOut.isEmpty();
    }

    /// What there is as rows: id, kind, module, version, file, state.
    public List<List<String>> rows() {
        var rows = new ArrayList<List<String>>();
        var controller = Origin.of(Controller.class.getModule(), "");
        BUILT_IN.forEach(id -> rows.add(row(id, Kind.RESOURCE.word(), controller, READY)));
        for (var each : provided) {
            rows.add(row(each.id(), each.kind().word(), each.origin(), READY));
        }
        for (var each : leftOut) {
            rows.add(row(each.id(), each.kind(), each.origin(), "left out: " + each.problem()));
        }
        return rows;
    }

    private static List<String> row(String id, String kind, Origin origin, String state) {
        return List.of(
                known(id),
                known(kind),
                known(origin.module()),
                known(origin.version()),
                origin.builtIn() ? "built in" : origin.file(),
                state);
    }

    private static String known(String value) {
        return value.isEmpty() ? "-" : value;
    }
}
