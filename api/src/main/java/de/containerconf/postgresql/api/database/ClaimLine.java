package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.ObjectKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads claim lines. Writing is up to the claims themselves.
final class ClaimLine {

    /// Begins every claim line, of every version.
    static final String START = "containerconf.de/claim";

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._/:-]{1,600}");
    private static final Pattern OTHER_KEY = Pattern.compile("[^\\s=]+");
    private static final Pattern OTHER_VALUE = Pattern.compile("\\S*");
    private static final Set<String> KEYS = Set.of("cluster", "object", "uid", "origin");
    private static final String ROLE = "role";
    private static final String LOGIN = "login";

    /// Enough to recognise a line that cannot be read.
    private static final int QUOTED = 200;

    private ClaimLine() {}

    static boolean isOne(String line) {
        return line.startsWith(START)
                && (line.length() == START.length()
                        || Character.isWhitespace(line.charAt(START.length())));
    }

    /// Values stand between spaces, so they hold none.
    static void requireWord(String value) {
        if (!WORD.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' cannot stand in a claim");
        }
    }

    /// What a later version added must not turn into something else when it is written again.
    static void requireOthers(Map<String, String> others) {
        others.forEach((key, value) -> {
            if (KEYS.contains(key)
                    || !OTHER_KEY.matcher(key).matches()
                    || !OTHER_VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "'%s=%s' cannot stand in a claim".formatted(key, value));
            }
        });
    }

    static Claimed<DatabaseClaim> database(List<String> lines) {
        return read(lines, ClaimLine::databaseClaim);
    }

    static Claimed<RoleClaim> role(List<String> lines) {
        return read(lines, ClaimLine::roleClaim);
    }

    static Claimed<LoginClaim> login(List<String> lines) {
        return read(lines, ClaimLine::loginClaim);
    }

    private static <C> Claimed<C> read(List<String> lines, Reader<C> reader) {
        if (lines.isEmpty()) {
            return new Claimed.ByNobody<>();
        }
        if (lines.size() > 1) {
            return new Claimed.Unclear<>("has %d claim lines".formatted(lines.size()));
        }
        var line = lines.getFirst().strip();
        return reader.claim(line)
                .<Claimed<C>>map(Claimed.By::new)
                .orElseGet(() ->
                        new Claimed.Unclear<>(
                                "has a claim that this version does not read: " + shortened(line)));
    }

    private static String shortened(String line) {
        if (line.length() <= QUOTED) {
            return line;
        }
        var end = Character.isHighSurrogate(line.charAt(QUOTED - 1)) ? QUOTED - 1 : QUOTED;
        return line.substring(0, end) + "…";
    }

    private static Optional<DatabaseClaim> databaseClaim(String line) {
        var values = values(words(line));
        try {
            var cluster = required(values.remove("cluster"));
            var object = ObjectKey.parse(required(values.remove("object")));
            var uid = required(values.remove("uid"));
            var origin = origin(required(values.remove("origin")));
            return Optional.of(new DatabaseClaim(cluster, object, uid, origin, values));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /// As `cluster=<id> login <key>=<value> …`: a version that knows no logins reads no role claim.
    private static Optional<LoginClaim> loginClaim(String line) {
        var words = new ArrayList<>(words(line));
        if (words.size() < 2 || !words.get(1).equals(LOGIN)) {
            return Optional.empty();
        }
        words.remove(1);
        var values = values(words);
        try {
            var cluster = required(values.remove("cluster"));
            var object = ObjectKey.parse(required(values.remove("object")));
            var uid = required(values.remove("uid"));
            var key = required(values.remove("key"));
            var issued = Instant.parse(required(values.remove("issued")));
            return Optional.of(new LoginClaim(cluster, object, uid, key, issued, values));
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /// None if a word is no `<key>=<value>`, or a key comes twice.
    private static Map<String, String> values(List<String> words) {
        var values = new HashMap<String, String>();
        for (var word : words) {
            var equals = word.indexOf('=');
            if (equals <= 0
                    || values.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                return new HashMap<>();
            }
        }
        return values;
    }

    private static Optional<RoleClaim> roleClaim(String line) {
        var words = words(line);
        if (words.size() < 2
                || !words.get(0).startsWith("cluster=")
                || !words.get(1).equals(ROLE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RoleClaim(words.get(0).substring("cluster=".length())));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /// The words after the version, or one that no claim has if the version is not ours.
    private static List<String> words(String line) {
        var words = List.of(SPACE.split(line));
        return words.size() > 1 && words.get(1).equals("v1")
                ? words.subList(2, words.size())
                : List.of("");
    }

    private static String required(@Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("missing");
        }
        return value;
    }

    private static Origin origin(String word) {
        for (var origin : Origin.values()) {
            if (origin.word().equals(word)) {
                return origin;
            }
        }
        throw new IllegalArgumentException(word);
    }

    private interface Reader<C> {
        Optional<C> claim(String line);
    }
}
