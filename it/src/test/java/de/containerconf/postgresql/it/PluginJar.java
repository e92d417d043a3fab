package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// Builds a plug-in, as its author would: from sources, against the module `api`.
final class PluginJar {

    private static final Path API = location(PostgreSQLConfig.class);

    private static final String IMPORTS =
            """
            import de.containerconf.postgresql.api.*;
            import de.containerconf.postgresql.api.database.*;
            import de.containerconf.postgresql.api.resource.*;
            import de.containerconf.postgresql.api.transport.*;
            import io.micrometer.core.instrument.MeterRegistry;
            import java.util.*;
            """;

    private final String module;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> directives = new ArrayList<>();
    private Path api = API;
    private boolean modular = true;

    private PluginJar(String module) {
        this.module = module;
    }

    /// @param module its package too
    static PluginJar of(String module) {
        return new PluginJar(module).directive("requires de.containerconf.postgresql.api;");
    }

    /// A resource.
    ///
    /// @param created body of `ensureCreated(object)`
    static PluginJar resource(String module, String id, String created) {
        return of(module)
                .provider(
                        "resource.ResourceProvider",
                        """
                        private final ResourceContext context;
                        public Provider() { this(null); }
                        private Provider(ResourceContext context) { this.context = context; }
                        public String id() { return "%s"; }
                        public String description() { return "a test"; }
                        public Resource open(ResourceContext context) { return new Provider(context); }
                        public Outcome ensureCreated(PostgreSQLConfig object) { %s }
                        public Outcome ensureDeleted(PostgreSQLConfig object) { return Outcome.done(); }
                        """
                                .formatted(id, created),
                        "Resource");
    }

    /// The class `Provider`, which also implements the other interfaces.
    ///
    /// @param service below the package of `api`
    PluginJar provider(String service, String body, String... others) {
        var interfaces =
                Stream.concat(
                                Stream.of("de.containerconf.postgresql.api." + service),
                                Stream.of(others))
                        .collect(Collectors.joining(", "));
        directive(
                "provides de.containerconf.postgresql.api.%s with %s.Provider;"
                        .formatted(service, module));
        sources.put(
                "Provider",
                "package %s;\n".formatted(module)
                        + IMPORTS
                        + "public final class Provider implements %s {\n%s}\n"
                                .formatted(interfaces, body));
        return this;
    }

    /// A class that does nothing.
    PluginJar source(String name) {
        sources.put(name, "package %s;\npublic class %s {}\n".formatted(module, name));
        return this;
    }

    /// Statements that run when the class `Provider` is made.
    PluginJar initializer(String statements) {
        sources.computeIfPresent(
                "Provider",
                (_, code) -> code.replaceFirst("\\{\n", "{\n{ %s }\n".formatted(statements)));
        return this;
    }

    /// A jar of the class path.
    PluginJar withoutDescriptor() {
        modular = false;
        return this;
    }

    PluginJar directive(String directive) {
        directives.add(directive);
        return this;
    }

    /// Compiles it against `api` as if that had another version.
    ///
    /// @param folder where that goes
    PluginJar against(String version, Path folder) throws IOException {
        api = Files.copy(API, folder.resolve("api-" + version + ".jar"));
        run("jar", List.of("--update", "--file=" + api, "--module-version=" + version));
        return this;
    }

    private String modulePath() {
        return Stream.of(api, location(MeterRegistry.class), location(NullMarked.class))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Compiles it into `<name>.jar`.
    Path in(Path folder, String name) {
        try {
            var work = Files.createTempDirectory(folder, ".work");
            var files = new ArrayList<String>();
            if (modular) {
                sources.put("module-info", descriptor());
            }
            for (var source : sources.entrySet()) {
                var file = work.resolve(source.getKey() + ".java");
                files.add(Files.writeString(file, source.getValue()).toString());
            }
            var classes = work.resolve("classes").toString();
            var arguments =
                    new ArrayList<>(
                            List.of("-d", classes, "--module-path", modulePath(), "-nowarn"));
            arguments.addAll(files);
            run("javac", arguments);
            var jar = folder.resolve(name + ".jar");
            run("jar", List.of("--create", "--file=" + jar, "-C", classes, "."));
            if (modular) {
                run("jar", List.of("--update", "--file=" + jar, "--module-version=1.2"));
            }
            return jar;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String descriptor() {
        return "module %s {\n%s\n}\n".formatted(module, String.join("\n", directives));
    }

    private static void run(String tool, List<String> arguments) {
        var output = new StringWriter();
        var writer = new PrintWriter(output);
        var code =
                ToolProvider.findFirst(tool)
                        .orElseThrow()
                        .run(writer, writer, arguments.toArray(String[]::new));
        assertThat(code).as(output.toString()).isZero();
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
