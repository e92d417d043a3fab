package de.containerconf.postgresql.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What PostgreSQL asks of every name: documentation section 4.1.1, "Identifiers and Key Words".
final class Names {

    /// `NAMEDATALEN - 1`. PostgreSQL cuts longer names silently, so that two would become one.
    private static final int MAX_BYTES = 63;

    /// Very long text may have been cut when it was read: then its length says nothing.
    private static final int COUNTED_BYTES = 1_000;

    private Names() {}

    static Optional<String> violation(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (isPlain(name)) {
            return Optional.empty();
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return Optional.of("must be valid Unicode");
        }
        if (name.codePoints().anyMatch(each -> Character.getType(each) == Character.CONTROL)) {
            return Optional.of("must not contain control characters");
        }
        var bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return Optional.of(
                    "must be at most %d bytes long in UTF-8, is %s"
                            .formatted(
                                    MAX_BYTES,
                                    bytes > COUNTED_BYTES ? "more than " + COUNTED_BYTES : bytes));
        }
        return Optional.empty();
    }

    /// Printable ASCII of a good length, as nearly all names are: a resync asks for each of them.
    private static boolean isPlain(String name) {
        if (name.length() > MAX_BYTES) {
            return false;
        }
        for (var i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
