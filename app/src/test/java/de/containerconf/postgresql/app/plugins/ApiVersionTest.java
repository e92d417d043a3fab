package de.containerconf.postgresql.app.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.0, true",
        "1.2.0, 1.2.3, true",
        "1.2.0, 1.1.9, true",
        "1.2.0, 1.3.0, false",
        "1.2.0, 2.0.0, false",
        "2.0.0, 1.2.0, false",
        "0.1.0-SNAPSHOT, 0.1.0, true",
        "0.2.0, 0.1.0, false",
        "0.1.0, 0.2.0, false"
    })
    void serves_what_semantic_versioning_says(String ours, String theirs, boolean serves) {
        assertThat(version(ours).serves(version(theirs))).isEqualTo(serves);
    }

    @Test
    void other_texts_are_no_versions() {
        assertThat(ApiVersion.of("main")).isEmpty();
        assertThat(ApiVersion.of("1")).isEmpty();
    }

    private static ApiVersion version(String text) {
        return ApiVersion.of(text).orElseThrow();
    }
}
