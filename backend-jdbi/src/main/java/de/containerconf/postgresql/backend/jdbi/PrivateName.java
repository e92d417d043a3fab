package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.DatabaseName;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The name of a database that is being made or dropped: `pgc-new-<uid>` or `pgc-drop-<uid>`. It is
/// private only while our login owns the database. Who knows the uid can take the name before us;
/// then four hexadecimal digits follow.
///
/// @param uid of the object
record PrivateName(Purpose purpose, String uid, String name) {

    private static final Pattern PATTERN =
            Pattern.compile(
                    DatabaseName.PRIVATE_PREFIX + "(new|drop)-(.+?)(?:-[0-9a-f]{4})?",
                    Pattern.DOTALL);

    /// What is going on under the name.
    enum Purpose {
        NEW,
        DROP;

        private String prefix() {
            return DatabaseName.PRIVATE_PREFIX + (this == NEW ? "new-" : "drop-");
        }
    }

    static PrivateName of(Purpose purpose, String uid) {
        return new PrivateName(purpose, uid, purpose.prefix() + uid);
    }

    /// Another name for the same.
    static PrivateName of(Purpose purpose, String uid, RandomGenerator random) {
        var digits = HexFormat.of().toHexDigits((short) random.nextInt());
        return new PrivateName(purpose, uid, purpose.prefix() + uid + "-" + digits);
    }

    static Optional<PrivateName> parse(String name) {
        var matcher = PATTERN.matcher(name);
        return matcher.matches()
                ? Optional.of(
                        new PrivateName(
                                matcher.group(1).equals("new") ? Purpose.NEW : Purpose.DROP,
                                matcher.group(2),
                                name))
                : Optional.empty();
    }
}
