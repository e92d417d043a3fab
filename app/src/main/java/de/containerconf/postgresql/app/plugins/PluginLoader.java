package de.containerconf.postgresql.app.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Collects providers, those of the image first. Whoever comes later has to differ from who was
/// there before.
final class PluginLoader {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");

    final List<Provided<?>> provided = new ArrayList<>();
    final List<LeftOut> leftOut = new ArrayList<>();

    void addBuiltIn() {
        Kind.ALL.forEach(kind -> addAll(kind, null));
    }

    /// A jar, or a folder of jars.
    void add(Path file) {
        try {
            var plugin = Plugin.load(file, ModuleLayer.boot());
            Kind.ALL.forEach(kind -> addAll(kind, plugin));
        } catch (PluginException unfit) {
            var origin = Origin.file(String.valueOf(file.getFileName()));
            leaveOut("", "", origin, String.valueOf(unfit.getMessage()));
        }
    }

    private <P> void addAll(Kind<P> kind, @Nullable Plugin plugin) {
        var loader = plugin == null ? kind.builtIn() : kind.in(plugin.layer());
        var candidates = loader.stream().iterator();
        while (true) {
            try {
                if (!candidates.hasNext()) {
                    return;
                }
                var candidate = candidates.next();
                var layer = candidate.type().getModule().getLayer();
                if (plugin == null || plugin.layer().equals(layer)) {
                    add(kind, candidate, plugin);
                }
            } catch (ServiceConfigurationError broken) {
                var origin = Origin.file(plugin == null ? "" : plugin.file());
                leaveOut(kind.word(), "", origin, PluginCall.reason(broken));
            }
        }
    }

    private <P> void add(
            Kind<P> kind, ServiceLoader.Provider<P> candidate, @Nullable Plugin plugin) {
        var origin = Origin.of(candidate.type().getModule(), plugin == null ? "" : plugin.file());
        var loader = plugin == null ? null : candidate.type().getClassLoader();
        try {
            add(
                    loader == null
                            ? provided(kind, candidate, origin, null)
                            : PluginCall.call(
                                    loader, () -> provided(kind, candidate, origin, loader)));
        } catch (PluginException | IllegalArgumentException unfit) {
            leaveOut(kind.word(), "", origin, String.valueOf(unfit.getMessage()));
        }
    }

    private static <P> Provided<P> provided(
            Kind<P> kind,
            ServiceLoader.Provider<P> candidate,
            Origin origin,
            @Nullable ClassLoader loader) {
        var provider = candidate.get();
        return new Provided<>(
                kind,
                kind.id().apply(provider),
                kind.description().apply(provider),
                provider,
                origin,
                loader);
    }

    private void add(Provided<?> found) {
        if (!ID.matcher(found.id()).matches()) {
            leaveOut(found, "its id '%s' is not of the form %s".formatted(found.id(), ID));
        } else if (found.kind().equals(Kind.RESOURCE) && Plugins.BUILT_IN.contains(found.id())) {
            leaveOut(found, "the resource '%s' is built in".formatted(found.id()));
        } else {
            provided.stream()
                    .filter(each -> each.kind().equals(found.kind()))
                    .filter(each -> each.id().equals(found.id()))
                    .findFirst()
                    .ifPresentOrElse(
                            other ->
                                    leaveOut(
                                            found,
                                            "there is another %s '%s', of %s"
                                                    .formatted(
                                                            found.kind().word(),
                                                            found.id(),
                                                            other.origin())),
                            () -> provided.add(found));
        }
    }

    private void leaveOut(Provided<?> found, String problem) {
        leaveOut(found.kind().word(), found.id(), found.origin(), problem);
    }

    private void leaveOut(String kind, String id, Origin origin, String problem) {
        leftOut.add(new LeftOut(kind, id, origin, problem));
    }
}
