package de.containerconf.postgresql.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The Secret that an application mounts to log in to the database, once that makes sense.
///
/// @param name of a Secret in the object's namespace: a DNS subdomain (RFC 1123), at most 253
///   characters
/// @param labels that it has beside those of the operator
/// @param annotations that it has
/// @param rotateAfter the age at which its login is replaced, at least a minute; null: never
public record ConnectionSecret(
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable Duration rotateAfter) {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int MAX_NAME = 253;

    /// A part of a duration, as Go and Kubernetes write it, and days.
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,8})s)?");

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    public ConnectionSecret {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /// As an object holds it, whatever an older or newer CRD lets through. Null where nothing is
    /// written.
    public record Written(
            @Nullable String name,
            Map<String, String> labels,
            Map<String, String> annotations,
            @Nullable String rotateAfter) {

        public Written {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }

        /// A Secret without labels and annotations, that is never rotated.
        public Written(String name) {
            this(name, Map.of(), Map.of(), null);
        }
    }

    /// The rules that it breaks.
    static List<Violation> violations(Written written) {
        var found = new ArrayList<Violation>();
        var name = written.name();
        if (name != null && (name.length() > MAX_NAME || !NAME.matcher(name).matches())) {
            found.add(
                    new Violation(
                            "spec.connectionSecret.name",
                            "must be the name of a Secret: lower case letters, digits, '-' and '.', at most 253"));
        }
        var after = written.rotateAfter();
        if (after != null
                && duration(after).filter(each -> each.compareTo(SHORTEST) >= 0).isEmpty()) {
            found.add(
                    new Violation(
                            "spec.connectionSecret.rotateAfter",
                            "must be a time such as 30d, 720h or 1h30m, at least 1m"));
        }
        return found;
    }

    /// What is written, if it breaks no rule and names a Secret.
    static Optional<ConnectionSecret> read(@Nullable Written written) {
        if (written == null || written.name() == null || !violations(written).isEmpty()) {
            return Optional.empty();
        }
        var after = written.rotateAfter();
        return Optional.of(
                new ConnectionSecret(
                        written.name(),
                        written.labels(),
                        written.annotations(),
                        after == null ? null : duration(after).orElse(null)));
    }

    private static Optional<Duration> duration(String text) {
        var parts = DURATION.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofDays(number(parts.group(1)))
                        .plusHours(number(parts.group(2)))
                        .plusMinutes(number(parts.group(3)))
                        .plusSeconds(number(parts.group(4))));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
