package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTest {

    @Test
    void quotes_are_doubled_and_all_else_stays() {
        assertThat(Sql.identifier("A \"b\" 'c' \\; --")).isEqualTo("\"A \"\"b\"\" 'c' \\; --\"");
        assertThat(Sql.literal("A \"b\" 'c' \\; --")).isEqualTo("'A \"b\" ''c'' \\; --'");
        assertThat(Sql.literalOrNull(null)).isEqualTo("NULL");
    }

    @Test
    void arrays_are_sorted_and_may_be_empty() {
        assertThat(Sql.names(List.of("b", "a'"))).isEqualTo("ARRAY['a''', 'b']::pg_catalog.name[]");
        assertThat(Sql.names(List.of())).isEqualTo("ARRAY[]::pg_catalog.name[]");
    }

    @Test
    void nul_ends_no_statement_early() {
        assertThatThrownBy(() -> Sql.identifier("a\0b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sql.literal("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }
}
