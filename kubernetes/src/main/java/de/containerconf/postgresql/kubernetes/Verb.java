package de.containerconf.postgresql.kubernetes;

import java.util.Locale;

/// What a request does, as metrics name it.
enum Verb {
    LIST,
    WATCH,
    GET,
    PATCH,
    APPLY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
