package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tuple concurrently updated",
                "tuple concurrently deleted",
                "could not find tuple for role 16384",
                "no possible grantors"
            })
    void twoAtOnceAreNoFailureButAReasonToLookAgain(String words) {
        assertThat(internal(words)).isInstanceOf(DatabaseFailure.Stale.class);
    }

    @Test
    void anythingElseThatIsInternalIsToldInTheWordsOfTheServer() {
        assertThat(internal("cache lookup failed for database 16384"))
                .isInstanceOf(DatabaseFailure.Invalid.class)
                .hasMessage(
                        "PostgreSQL says: Cache lookup failed for database 16384. (SQLSTATE XX000)");
    }

    private static DatabaseFailure internal(String words) {
        return Failures.of(new StatementFailure(new SQLException("ERROR: " + words, "XX000")));
    }
}
