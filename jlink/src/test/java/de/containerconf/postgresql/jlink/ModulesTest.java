package de.containerconf.postgresql.jlink;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The descriptors in `module-infos` are written by hand: a new version of a library must not leave
/// them stale without a word.
class ModulesTest {

    private static final Path GIVEN = Path.of("target/modules/given");
    private static final Path DESCRIBED = Path.of("target/modules/described");

    private static final Pattern SUGGESTED =
            Pattern.compile("\\[Suggested module descriptor(.*?)\\[", Pattern.DOTALL);
    private static final Pattern REQUIRES = Pattern.compile("requires (?:\\w+ )*([\\w.]+);");

    @Test
    void noModuleIsAutomatic() {
        assertThat(ModuleFinder.of(GIVEN, DESCRIBED).findAll())
                .extracting(ModuleReference::descriptor)
                .isNotEmpty()
                .noneMatch(ModuleDescriptor::isAutomatic);
    }

    @Test
    void everyDescriptorIsUsed() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("module-infos"))) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            described().map(it -> it.descriptor().name()).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("described")
    void aDescriptorExportsThePackagesOfItsJar(ModuleReference module) throws IOException {
        assertThat(names(module.descriptor().exports().stream().map(Exports::source)))
                .as(module.descriptor().name())
                .isEqualTo(packages(Path.of(module.location().orElseThrow())));
    }

    /// `requires static` counts: it says that somebody looked, and decided to do without.
    @ParameterizedTest
    @MethodSource("described")
    void aDescriptorRequiresWhatTheClassesUse(ModuleReference module) {
        assertThat(names(module.descriptor().requires().stream().map(Requires::name)))
                .as(module.descriptor().name())
                .containsAll(used(module.descriptor().name()));
    }

    private static Stream<ModuleReference> described() {
        return ModuleFinder.of(DESCRIBED).findAll().stream();
    }

    private static Set<String> packages(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return names(
                    file.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.endsWith(".class") && name.contains("/"))
                            .filter(name -> !name.startsWith("META-INF/"))
                            .map(name -> name.substring(0, name.lastIndexOf('/')))
                            .map(name -> name.replace('/', '.')));
        }
    }

    private static Set<String> used(String module) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        // Missing are only those that are left out of the image.
        int result =
                jdeps.run(
                        writer,
                        writer,
                        "--multi-release=base",
                        "--ignore-missing-deps",
                        "--module-path=" + GIVEN + File.pathSeparator + DESCRIBED,
                        "--check=" + module);
        assertThat(result).as(output.toString()).isZero();

        // Where nothing but java.base is needed, it suggests nothing.
        Matcher suggested = SUGGESTED.matcher(output.toString());
        String descriptor = suggested.find() ? suggested.group(1) : "";
        return names(REQUIRES.matcher(descriptor).results().map(match -> match.group(1)));
    }

    private static Set<String> names(Stream<String> names) {
        return names.collect(toCollection(TreeSet::new));
    }
}
