package de.containerconf.postgresql.devcluster;

import java.util.List;

/// Rows of text in columns, as `kubectl` prints them.
final class TextTable {

    private static final int GAP = 3;

    private TextTable() {}

    /// @param rows the header first; all of the same length
    static String of(List<List<String>> rows) {
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column = 0; column < row.size(); column++) {
                line.append(row.get(column));
                line.repeat(' ', width(rows, column) + GAP - row.get(column).length());
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
