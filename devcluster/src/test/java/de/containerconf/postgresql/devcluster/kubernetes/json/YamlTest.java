package de.containerconf.postgresql.devcluster.kubernetes.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlTest {

    @Test
    void datesStayText() {
        assertThat(Yaml.parse("{a: 2026-01-01, b: 2026-01-01T00:00:00Z}"))
                .hasToString("{\"a\":\"2026-01-01\",\"b\":\"2026-01-01T00:00:00Z\"}");
    }

    @Test
    void scalarsHaveTheirTypes() {
        assertThat(Yaml.parse("{a: 1, b: 1.5, c: true, d: null, e: ~, f: '1', g: text}"))
                .hasToString(
                        "{\"a\":1,\"b\":1.5,\"c\":true,\"d\":null,\"e\":null,\"f\":\"1\",\"g\":\"text\"}");
    }

    @Test
    void emptyDocumentsDoNotCount() {
        assertThat(Yaml.parseAll("---\na: 1\n---\n---\nb: 2\n")).hasSize(2);
    }
}
