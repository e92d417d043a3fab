package de.containerconf.postgresql.app.plugins;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Optional;
import java.util.regex.Pattern;

/// A version of the module `api`, as javac writes it into the descriptors of the modules that
/// require it. Compatible as [Semantic Versioning](https://semver.org/) has it; what follows the
/// numbers, like `-SNAPSHOT`, counts for nothing.
record ApiVersion(int major, int minor) {

    static final String MODULE = "de.containerconf.postgresql.api";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:[^\\d].*)?");

    /// Reads a version; empty if the text is none.
    static Optional<ApiVersion> of(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new ApiVersion(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /// The version that a module was compiled with; empty if it does not require `api`, or does not
    /// say which.
    static Optional<ApiVersion> requiredBy(ModuleDescriptor module) {
        return module.requires().stream()
                .filter(required -> required.name().equals(MODULE))
                .findFirst()
                .flatMap(Requires::rawCompiledVersion)
                .flatMap(ApiVersion::of);
    }

    /// Whether this version has all that modules compiled with the other one use.
    boolean serves(ApiVersion other) {
        return major == other.major && (major == 0 ? minor == other.minor : minor >= other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
