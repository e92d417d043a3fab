package de.containerconf.postgresql.controller.credentials;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names of logins: that of the database, cut, and eight hexadecimal digits.
final class LoginNames {

    /// A name has 63 bytes.
    private static final int MAX_BYTES = 63 - 9;

    /// PostgreSQL keeps names that begin like this for itself.
    private static final String RESERVED = "pg_";

    private LoginNames() {}

    static RoleName random(DatabaseName database, RandomGenerator random) {
        var name = database.value();
        var start = name.startsWith(RESERVED) ? "db-" + name : name;
        return new RoleName(cut(start) + "-" + HexFormat.of().toHexDigits(random.nextInt()));
    }

    /// Halves no character.
    private static String cut(String name) {
        var end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }
}
