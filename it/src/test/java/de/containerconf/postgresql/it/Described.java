package de.containerconf.postgresql.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// What `kubectl describe` prints, with everything replaced that is another each time.
final class Described {

    /// A system identifier that the test made up.
    static final String ANOTHER_SERVER = "7711465227079750102";

    private static final String EVENTS = "Events:";
    private static final Pattern COLUMNS = Pattern.compile(" {2,}");
    private static final List<String> TITLES = List.of("Type", "Reason", "Age", "From", "Message");

    private Described() {}

    /// As the documentation shows it.
    ///
    /// @param namespace that of the test
    static String normalised(String printed, String namespace) {
        var text =
                printed.replace(namespace, "shop")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "2026-11-23T20:01:03Z")
                        .replaceAll(
                                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                                "8221a7d0-ac1f-4842-8b36-5bfb0f5e179f")
                        .replaceAll(
                                "\\b(?!" + ANOTHER_SERVER + "\\b)7\\d{18}\\b",
                                "7711465168748367558")
                        .replaceAll("127\\.0\\.0\\.1:\\d+", "db.example.com:5432")
                        .replaceAll("(Resource Version: +)\\d+", "$14711");
        var begin = text.indexOf(EVENTS);
        return begin < 0 ? text : text.substring(0, begin) + events(text.substring(begin));
    }

    /// Ages, and so the widths of the columns, depend on the speed of the machine.
    private static String events(String table) {
        var rows = new ArrayList<List<String>>();
        for (var line : table.lines().skip(1).toList()) {
            var cells = Arrays.asList(COLUMNS.split(line.strip(), TITLES.size()));
            if (cells.size() == TITLES.size() && !cells.getFirst().startsWith("-")) {
                cells.set(2, cells.equals(TITLES) ? "Age" : "5s");
                rows.add(cells);
            }
        }
        if (rows.isEmpty()) {
            return table;
        }
        rows.add(1, List.of("----", "------", "----", "----", "-------"));
        var text = new StringBuilder(EVENTS + "\n");
        for (var row : rows) {
            text.append(
                    "  %-7s  %-18s  %-4s  %-36s  %s\n"
                            .formatted(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
        }
        return text.toString();
    }
}
