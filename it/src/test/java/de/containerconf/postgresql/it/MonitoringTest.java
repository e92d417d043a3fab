package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keeps the alerts and the dashboard to the metrics that the reference lists, and that is kept to
/// those that exist.
class MonitoringTest {

    private static final Path FOLDER = Path.of("..", "manifest", "monitoring");

    /// A metric, and the labels that it is selected by.
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:operator|hikaricp|jvm|process)_[a-z0-9_]+)(?:\\{([^}]*)})?");

    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=|!=|=~|!~)\\\\?\"");

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
    void everyMetricAndLabelExists(String file) throws IOException {
        var page = MetricsReferenceTest.page();
        var metrics = METRIC.matcher(Files.readString(FOLDER.resolve(file))).results().toList();

        assertThat(metrics).isNotEmpty();
        for (var metric : metrics) {
            var known = page.get(metric.group(1).replaceFirst("_(count|sum)$", ""));
            assertThat(known).as(metric.group()).isNotNull();
            if (metric.group(2) != null) {
                var labels = new TreeSet<String>();
                LABEL.matcher(metric.group(2)).results().forEach(each -> labels.add(each.group(1)));
                assertThat(labels).as(metric.group()).isNotEmpty();
                labels.forEach(label -> assertThat(known).as(metric.group()).contains(label));
            }
        }
    }

    @Test
    void theDashboardIsJson() throws IOException {
        var dashboard = JsonParser.parseString(Files.readString(FOLDER.resolve("dashboard.json")));

        assertThat(dashboard.getAsJsonObject().getAsJsonArray("panels")).hasSizeGreaterThan(10);
    }
}
