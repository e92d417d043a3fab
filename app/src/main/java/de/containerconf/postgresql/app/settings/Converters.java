package de.containerconf.postgresql.app.settings;

import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import de.containerconf.postgresql.kubernetes.Crd;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads values of settings. The messages continue picocli's "Invalid value for option '--x': ".
public final class Converters {

    private Converters() {}

    /// `500ms`, `30s`, `5m` or `1h`.
    public static final class Durations implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

        @Override
        public Duration convert(String value) {
            var matcher = FORM.matcher(value);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                throw new TypeConversionException(
                        "'%s' is no time; write for instance 500ms, 30s, 5m or 1h"
                                .formatted(value));
            }
            var count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        }
    }

    static final class SslModes implements ITypeConverter<SslMode> {
        @Override
        public SslMode convert(String value) {
            return one(SslMode.values(), SslMode::word, value);
        }
    }

    static final class CrdModes implements ITypeConverter<Crd.Mode> {
        @Override
        public Crd.Mode convert(String value) {
            return one(Crd.Mode.values(), Crd.Mode::word, value);
        }
    }

    private static <E> E one(E[] values, Function<E, String> word, String value) {
        return Arrays.stream(values)
                .filter(each -> word.apply(each).equals(value))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is none of %s"
                                        .formatted(
                                                value,
                                                Arrays.stream(values)
                                                        .map(word)
                                                        .collect(Collectors.joining(", ")))));
    }
}
