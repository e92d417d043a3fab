package de.containerconf.postgresql.backend.jdbi;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/// The server refused a statement, or the connection to it broke. Known to this package only: what
/// leaves it is a `DatabaseFailure`.
final class StatementFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String state;

    StatementFailure(SQLException cause) {
        super(cause.getMessage(), cause);
        state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /// The SQLSTATE, empty if there is none.
    String state() {
        return state;
    }

    boolean is(String... states) {
        return Set.of(states).contains(state);
    }

    /// What the server adds to its words, in one line; empty if nothing.
    String detail() {
        return getCause() instanceof PSQLException driver
                        && driver.getServerErrorMessage() != null
                        && driver.getServerErrorMessage().getDetail() != null
                ? driver.getServerErrorMessage().getDetail().lines().collect(joining("; "))
                : "";
    }

    /// What the server or the driver says, in one line.
    String words() {
        var message = getMessage();
        return message == null
                ? state
                : message.replaceFirst("^(ERROR|FATAL): ", "").lines().findFirst().orElse(state);
    }
}
