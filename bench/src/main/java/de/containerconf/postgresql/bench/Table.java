package de.containerconf.postgresql.bench;

import java.util.ArrayList;
import java.util.List;

/// A table in Markdown that is also one for the eye.
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(List.of(header));
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    String markdown() {
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder("|");
            for (var column = 0; column < row.size(); column++) {
                line.repeat(' ', 1 + width(column) - row.get(column).length())
                        .append(row.get(column))
                        .append(" |");
            }
            lines.add(line.toString());
        }
        var rule = new StringBuilder("|");
        for (var column = 0; column < rows.getFirst().size(); column++) {
            rule.repeat('-', 1 + width(column)).append(":|");
        }
        lines.add(1, rule.toString());
        return String.join("\n", lines);
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
