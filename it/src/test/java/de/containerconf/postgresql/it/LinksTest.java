package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keeps the documentation from pointing at what is not there.
class LinksTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    /// Names of classes that are two words at least.
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]+(?:[A-Z][A-Za-z]+)+");

    private static final Set<String> FOLDERS =
            Set.of("manifest", "jlink", "docs", "api", "app", "controller", "kubernetes", "it");

    static Stream<Path> pages() throws IOException {
        return find("*.md").stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        for (var link : matches(LINK, prose(page))) {
            if (link.contains("://")) {
                continue;
            }
            var parts = link.split("#", 2);
            var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s -> %s", ROOT.relativize(page), link).exists();
            if (parts.length > 1) {
                assertThat(anchors(target))
                        .as("%s -> %s", ROOT.relativize(page), link)
                        .contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFileThatIsNamedIsThere(Path page) throws IOException {
        for (var code : matches(CODE, prose(page))) {
            if (FOLDERS.contains(code.split("/", 2)[0]) && code.matches("[\\w./-]+/[\\w.-]*")) {
                assertThat(ROOT.resolve(code)).as(ROOT.relativize(page).toString()).exists();
            }
        }
    }

    @Test
    void everyClassThatTheArchitectureNamesIsThere() throws IOException {
        var sources =
                find("*.java").stream()
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .collect(Collectors.toSet());
        var named =
                matches(CODE, prose(ROOT.resolve("ARCHITECTURE.md"))).stream()
                        .map(code -> code.split("\\.", 2)[0])
                        .filter(code -> CLASS.matcher(code).matches())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(sources).containsAll(named);
    }

    private static String prose(Path page) throws IOException {
        return FENCED.matcher(Files.readString(page)).replaceAll("");
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(each -> each.group(1)).toList();
    }

    /// As GitHub makes them of headings.
    private static List<String> anchors(Path page) throws IOException {
        return matches(HEADING, prose(page)).stream()
                .map(heading ->
                        heading.toLowerCase(java.util.Locale.ROOT)
                                .replaceAll("[^\\w\\- ]", "")
                                .replace(' ', '-'))
                .toList();
    }

    /// Files of the checkout, but nothing that was built.
    private static List<Path> find(String glob) throws IOException {
        var matcher = ROOT.getFileSystem().getPathMatcher("glob:" + glob);
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> matcher.matches(file.getFileName()))
                    .filter(file ->
                            Stream.of("target", ".git", "node_modules")
                                    .noneMatch(each ->
                                            ROOT.relativize(file).startsWith(each)
                                                    || file.toString().contains("/" + each + "/")))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException vanished) {
            throw vanished.getCause();
        }
    }
}
