package de.containerconf.postgresql.bench;

/// What the operator counted, at one moment.
///
/// @param text as Prometheus reads it
record Metrics(String text) {

    /// The sum of a metric over all its labels.
    double sum(String name) {
        return sum(name, "");
    }

    /// The sum over the series with that label.
    ///
    /// @param label as it stands there, `ready="true"` for instance
    double sum(String name, String label) {
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
