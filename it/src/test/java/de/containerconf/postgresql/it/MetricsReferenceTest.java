package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Keeps the page about metrics true to what the running operator shows.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class MetricsReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");

    /// A row of a table: names in code, a type, labels in code or none, the meaning.
    private static final Pattern ROW =
            Pattern.compile("^\\| (`[^|]+`) \\| (\\w+) \\| ([^|]*)\\| .+ \\|$", Pattern.MULTILINE);

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /// In the format of Prometheus: the type of a metric, or a sample with its labels.
    private static final Pattern TYPE =
            Pattern.compile("^# TYPE (\\S+) (\\w+)$", Pattern.MULTILINE);

    private static final Pattern HELP = Pattern.compile("^# HELP (\\S+) \\S.+$", Pattern.MULTILINE);

    private static final Pattern SAMPLE =
            Pattern.compile("^([a-z0-9_]+)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    @Test
    void thePageListsEveryMetricWithItsTypeAndLabels(KubernetesApi api, PostgresServer postgres)
            throws IOException {
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
            product.apply("example", "example_db", "containerconf");
            product.awaitReady("example");

            var metrics = product.management("/metrics");
            assertThat(page()).isEqualTo(shown(metrics));
            assertThat(explained(metrics))
                    .containsAll(
                            page().keySet().stream()
                                    .filter(name -> name.startsWith("operator_"))
                                    .toList());
        }
    }

    /// The metrics of the page: type and labels, by name.
    static Map<String, String> page() throws IOException {
        var metrics = new TreeMap<String, String>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(row -> {
                    var labels = new TreeSet<>(words(row.group(3)));
                    for (var name : words(row.group(1))) {
                        var type = name.endsWith("_max") ? "gauge" : row.group(2);
                        metrics.put(name, type + " " + labels);
                    }
                });
        return metrics;
    }

    private static Set<String> words(String cell) {
        return CODE.matcher(cell).results().map(each -> each.group(1)).collect(Collectors.toSet());
    }

    /// Metrics with a text for people.
    private static Set<String> explained(String scrape) {
        return HELP.matcher(scrape)
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toSet());
    }

    private static Map<String, String> shown(String scrape) {
        var metrics = new TreeMap<String, String>();
        TYPE.matcher(scrape)
                .results()
                .forEach(metric -> {
                    var labels =
                            SAMPLE.matcher(scrape)
                                    .results()
                                    .filter(sample -> isOf(sample, metric))
                                    .flatMap(sample -> LABEL.matcher(labels(sample)).results())
                                    .map(label -> label.group(1))
                                    .collect(Collectors.toCollection(TreeSet::new));
                    metrics.put(metric.group(1), metric.group(2) + " " + labels);
                });
        return metrics;
    }

    private static boolean isOf(MatchResult sample, MatchResult metric) {
        var name = sample.group(1);
        return name.equals(metric.group(1))
                || (metric.group(2).equals("summary") && name.equals(metric.group(1) + "_count"));
    }

    private static String labels(MatchResult sample) {
        return sample.group(2) == null ? "" : sample.group(2);
    }
}
