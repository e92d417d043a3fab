package de.containerconf.postgresql.backend.jdbi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A query that is asked again and again with other values, so that its plan is made only once: to
/// plan a read of the catalogs takes longer than to run it.
///
/// @param sql with a `?` for each value
/// @param values in their order in the text
record Query(String sql, List<String> values) {

    /// @param text makes the text with what stands for the values; it is asked for it in their
    ///   order
    static Query of(Function<Function<String, String>, String> text) {
        var values = new ArrayList<String>();
        var sql =
                text.apply(value -> {
                    values.add(value);
                    return "?";
                });
        return new Query(sql, List.copyOf(values));
    }
}
