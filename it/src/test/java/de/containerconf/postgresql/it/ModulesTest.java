package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the arrows of ARCHITECTURE.md: who may know whom.
class ModulesTest {

    private static final String OURS = "de.containerconf.postgresql.";

    /// What each module may require: our modules by their last names, third parties by their whole.
    private static final Map<String, Set<String>> ARROWS =
            Map.of(
                    "api", Set.of("micrometer.core"),
                    "controller", Set.of("api"),
                    "kubernetes",
                            Set.of(
                                    "api",
                                    "controller",
                                    "com.google.gson",
                                    "io.kubernetes.client.java",
                                    "io.kubernetes.client.java.api",
                                    "okhttp3",
                                    "okio",
                                    "org.yaml.snakeyaml"),
                    "backend.jdbi",
                            Set.of(
                                    "api",
                                    "com.zaxxer.hikari",
                                    "org.jdbi.v3.core",
                                    "org.postgresql.jdbc"),
                    "transport.watch", Set.of("api"),
                    "transport.poll", Set.of("api"),
                    "app",
                            Set.of(
                                    "api",
                                    "controller",
                                    "kubernetes",
                                    "ch.qos.logback.classic",
                                    "ch.qos.logback.core",
                                    "info.picocli",
                                    "jul.to.slf4j",
                                    "micrometer.registry.prometheus",
                                    "org.slf4j"));

    /// Packages that everybody may see. All others are exported to those who need them, or not at
    /// all.
    private static final Set<String> PUBLIC =
            Set.of(
                    OURS + "api",
                    OURS + "api.database",
                    OURS + "api.resource",
                    OURS + "api.transport");

    private final Map<String, ModuleDescriptor> modules = read();

    @Test
    void everyModuleOfTheImageIsHere() {
        assertThat(modules.keySet()).containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    @Test
    void noModuleRequiresMoreThanItMay() {
        modules.forEach((name, descriptor) ->
                assertThat(requirements(descriptor)).as(name).isSubsetOf(ARROWS.get(name)));
    }

    @Test
    void onlyTheSpiIsExportedToAll() {
        var exported =
                modules.values().stream()
                        .flatMap(descriptor -> descriptor.exports().stream())
                        .filter(export -> !export.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet());

        assertThat(exported).isEqualTo(PUBLIC);
    }

    @Test
    void theProvidersAreDeclaredInTheirModules() {
        var provided =
                modules.values().stream()
                        .flatMap(descriptor -> descriptor.provides().stream())
                        .map(ModuleDescriptor.Provides::service)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(provided)
                .containsExactly(
                        OURS + "api.database.DatabaseOpsProvider",
                        OURS + "api.transport.TransportProvider");
    }

    private static Set<String> requirements(ModuleDescriptor descriptor) {
        return descriptor.requires().stream()
                .filter(each -> !each.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .filter(each -> !each.startsWith("java.") && !each.startsWith("jdk."))
                .map(each -> each.startsWith(OURS) ? each.substring(OURS.length()) : each)
                .collect(Collectors.toSet());
    }

    private static Map<String, ModuleDescriptor> read() {
        var found = new TreeMap<String, ModuleDescriptor>();
        for (var folder :
                List.of(
                        "api",
                        "app",
                        "backend-jdbi",
                        "controller",
                        "kubernetes",
                        "transport-poll",
                        "transport-watch")) {
            var file = Path.of("..", folder, "target", "classes", "module-info.class");
            try (var content = Files.newInputStream(file)) {
                var descriptor = ModuleDescriptor.read(content);
                found.put(descriptor.name().substring(OURS.length()), descriptor);
            } catch (IOException missing) {
                throw new IllegalStateException(file + " is not built", missing);
            }
        }
        return found;
    }
}
