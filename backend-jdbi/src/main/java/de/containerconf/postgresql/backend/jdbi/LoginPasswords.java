package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Password;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What the server gets in the place of the password of a login: a verifier, or, where the
/// administrator of the operator wants that, the password itself, over TLS only.
final class LoginPasswords {

    /// The option of the backend.
    static final String OPTION = "clear-text-passwords";

    private final boolean inClearText;
    private final RandomGenerator random;

    LoginPasswords(Map<String, String> options, RandomGenerator random) {
        inClearText = inClearText(options);
        this.random = random;
    }

    /// @throws IllegalArgumentException if the option is neither `never` nor `tls`
    static boolean inClearText(Map<String, String> options) {
        var value = options.getOrDefault(OPTION, "never");
        return switch (value) {
            case "never" -> false;
            case "tls" -> true;
            default ->
                    throw new IllegalArgumentException(
                            "the option %s of the backend jdbi must be never or tls, is '%s'"
                                    .formatted(OPTION, value));
        };
    }

    /// As it stands in the statement that creates the login.
    String sent(Password password, ServerConnection connection) {
        if (!inClearText) {
            return ScramVerifier.of(password, random);
        }
        if (connection.rows(LoginSql.encrypted(), (row, context) -> row.getBoolean(1)).stream()
                .noneMatch(each -> each)) {
            throw new DatabaseFailure.Conflict(
                    "With the option %s passwords are sent over TLS only, and the connection is not encrypted. Set --postgresql.sslmode to require or more."
                            .formatted(OPTION),
                    null);
        }
        return password.reveal();
    }
}
