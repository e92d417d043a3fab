package de.containerconf.postgresql.backend.jdbi;

import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/// Leaves statements as they are: a name may hold what JDBI takes for a parameter.
enum Verbatim implements SqlParser {
    /// For statements that hold their values.
    WITHOUT_VALUES {
        @Override
        public ParsedSql parse(String sql, StatementContext context) {
            return ParsedSql.builder().append(sql).build();
        }
    },
    /// For those of a [Query], where each `?` stands for a value.
    WITH_VALUES {
        @Override
        public ParsedSql parse(String sql, StatementContext context) {
            var parsed = ParsedSql.builder();
            var begin = 0;
            for (var end = sql.indexOf('?'); end >= 0; end = sql.indexOf('?', begin)) {
                parsed.append(sql.substring(begin, end)).appendPositionalParameter();
                begin = end + 1;
            }
            return parsed.append(sql.substring(begin)).build();
        }
    };

    @Override
    public String nameParameter(String name, StatementContext context) {
        throw new UnsupportedOperationException("statements have no named parameters");
    }
}
