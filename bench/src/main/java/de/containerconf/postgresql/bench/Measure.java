package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.bench.Scale.Size;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One figure of each size, with what it may be at the largest.
///
/// @param format as of [String#format]
/// @param value NaN where it was not measured
/// @param most infinite where nothing is asked
/// @param aim the same in words, or ""
record Measure(String name, String format, ToDoubleFunction<Size> value, double most, String aim) {

    /// What is only told.
    static Measure of(String name, String format, ToDoubleFunction<Size> value) {
        return new Measure(name, format, value, Double.POSITIVE_INFINITY, "");
    }

    Measure atMost(double limit, String words) {
        return new Measure(name, format, value, limit, words);
    }

    /// The figure of one size, for people.
    String text(Size size) {
        var number = value.applyAsDouble(size);
        return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, format, number);
    }

    /// Whether the largest size that was measured is more than it may be.
    ///
    /// @param sizes ascending
    boolean missed(List<Size> sizes) {
        return sizes.stream()
                .filter(size -> !Double.isNaN(value.applyAsDouble(size)))
                .reduce((_, last) -> last)
                .filter(size -> value.applyAsDouble(size) > most)
                .isPresent();
    }
}
