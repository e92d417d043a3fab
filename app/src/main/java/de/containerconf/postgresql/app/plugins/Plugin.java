package de.containerconf.postgresql.app.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A jar, or a folder of jars, as a layer of modules of its own over that of the operator. It sees
/// the modules of the image, which go before modules of the same name that it brings along, and no
/// other plug-in.
///
/// @param file its name in the folder of plug-ins
record Plugin(String file, ModuleLayer layer) {

    private static final Set<String> SERVICES =
            Kind.ALL.stream().map(kind -> kind.service().getName()).collect(Collectors.toSet());

    /// Whether a file in the folder of plug-ins is meant to be one. Names with a dot at the
    /// beginning are not: Kubernetes keeps such links in folders that it mounts.
    static boolean meant(Path file) {
        var name = String.valueOf(file.getFileName());
        return !name.startsWith(".") && (name.endsWith(".jar") || Files.isDirectory(file));
    }

    /// Makes the layer; no code of the plug-in runs yet.
    ///
    /// @throws PluginException if it cannot be made
    static Plugin load(Path file, ModuleLayer parent) {
        try {
            var finder = ModuleFinder.of(jars(file));
            var roots = roots(finder, parent);
            var configuration =
                    parent.configuration().resolveAndBind(ModuleFinder.of(), finder, roots);
            return new Plugin(
                    String.valueOf(file.getFileName()),
                    parent.defineModulesWithOneLoader(
                            configuration, ClassLoader.getPlatformClassLoader()));
        } catch (FindException
                | ResolutionException
                | LayerInstantiationException
                | UncheckedIOException unfit) {
            throw new PluginException("it cannot be loaded: " + reason(unfit), unfit);
        }
    }

    private static Path[] jars(Path file) {
        if (!Files.isDirectory(file)) {
            return new Path[] {file};
        }
        try (var files = Files.list(file)) {
            return files.filter(each -> each.toString().endsWith(".jar"))
                    .sorted()
                    .toArray(Path[]::new);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The modules that provide something. What they require comes along.
    private static Set<String> roots(ModuleFinder finder, ModuleLayer parent) {
        var modules =
                finder.findAll().stream()
                        .map(ModuleReference::descriptor)
                        .filter(module -> parent.findModule(module.name()).isEmpty())
                        .toList();
        var roots = modules.stream().filter(Plugin::provides).toList();
        if (roots.isEmpty()) {
            throw new PluginException(nothingIn(modules));
        }
        for (var root : roots) {
            requireDescriptor(root);
            requireVersion(root, parent);
        }
        return roots.stream().map(ModuleDescriptor::name).collect(Collectors.toSet());
    }

    private static boolean provides(ModuleDescriptor module) {
        return module.provides().stream().map(Provides::service).anyMatch(SERVICES::contains);
    }

    private static String nothingIn(List<ModuleDescriptor> modules) {
        if (modules.isEmpty()) {
            return "there is no module in it that the operator does not have already";
        }
        return modules.stream().allMatch(ModuleDescriptor::isAutomatic)
                ? "it is no module: it has no module-info.class"
                : "it provides no backend, transport or resource: 'provides … with' is missing in its module-info";
    }

    private static void requireDescriptor(ModuleDescriptor module) {
        if (module.isAutomatic()) {
            throw new PluginException("it is no module: it has no module-info.class");
        }
    }

    private static void requireVersion(ModuleDescriptor module, ModuleLayer parent) {
        var ours =
                parent.findModule(ApiVersion.MODULE)
                        .flatMap(api -> api.getDescriptor().rawVersion())
                        .flatMap(ApiVersion::of);
        var theirs = ApiVersion.requiredBy(module);
        if (ours.isPresent() && theirs.isPresent() && !ours.get().serves(theirs.get())) {
            throw new PluginException(
                    "it is built for version %s of %s, and this is %s"
                            .formatted(theirs.get(), ApiVersion.MODULE, ours.get()));
        }
    }

    /// The innermost words, because the outer ones name what is known here.
    private static String reason(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage()).lines().findFirst().orElse("");
    }
}
