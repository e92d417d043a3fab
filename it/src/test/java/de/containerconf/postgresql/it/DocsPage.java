package de.containerconf.postgresql.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What of a page of the documentation can be tried.
///
/// @param files those that the reader is told to write, by name
record DocsPage(Map<String, String> files, List<Block> blocks) {

    private static final Pattern FILE =
            Pattern.compile("`([\\w-]+\\.yaml)`[^`]*?:\\n\\n```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^( *)<!-- (run|log) -->\\n *```(\\w+)\\n(.*?)^ *```",
                    Pattern.DOTALL | Pattern.MULTILINE);

    /// Uids, then numbers with what is stuck to them, as in 6m2s.
    private static final Pattern OTHER =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|(?<![A-Za-z_])\\d[\\w.:-]*|\\s+|…|-{3,}");

    /// A block of code.
    ///
    /// @param language with `console`, commands stand behind `$ ` and between them what they print
    record Block(boolean isLog, String language, String text) {

        List<Command> commands() {
            if (isLog) {
                return List.of();
            }
            if (!language.equals("console")) {
                return List.of(new Command(text, List.of()));
            }
            var commands = new ArrayList<Command>();
            var output = new ArrayList<String>();
            @Nullable String command = null;
            for (var line : text.lines().toList()) {
                if (line.startsWith("$ ")) {
                    if (command != null) {
                        commands.add(new Command(command, List.copyOf(output)));
                    }
                    command = line.substring(2);
                    output.clear();
                } else if (!line.isBlank()) {
                    output.add(line);
                }
            }
            if (command != null) {
                commands.add(new Command(command, List.copyOf(output)));
            }
            return commands;
        }

        /// The lines of a log, without the time.
        List<String> output() {
            return text.lines()
                    .map(line -> line.replaceFirst("^operator \\| ", ""))
                    .map(line -> line.replaceFirst("^(\\S+Z|…) +", ""))
                    .toList();
        }
    }

    /// @param output what the page shows of it, line by line
    record Command(String text, List<String> output) {

        boolean looks() {
            return text.startsWith("kubectl get") || text.contains("SELECT ");
        }
    }

    static DocsPage read(Path file) throws IOException {
        var text = Files.readString(file);
        var files = new TreeMap<String, String>();
        FILE.matcher(text).results().forEach(each -> files.put(each.group(1), each.group(2)));
        var blocks =
                BLOCK.matcher(text)
                        .results()
                        .map(each ->
                                new Block(
                                        each.group(2).equals("log"),
                                        each.group(3),
                                        each.group(4).replaceAll("(?m)^" + each.group(1), "")))
                        .toList();
        return new DocsPage(files, blocks);
    }

    /// Whether a line of today has in it what the page shows.
    static Predicate<String> like(String line) {
        var pattern = new StringBuilder();
        var literal = 0;
        var others = OTHER.matcher(line.strip());
        while (others.find()) {
            pattern.append(Pattern.quote(line.strip().substring(literal, others.start())));
            pattern.append(others.group().isBlank() ? "\\s+" : "\\S*");
            literal = others.end();
        }
        pattern.append(Pattern.quote(line.strip().substring(literal)));
        return Pattern.compile(pattern.toString()).asPredicate();
    }
}
