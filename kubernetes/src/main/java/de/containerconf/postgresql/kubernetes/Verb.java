package de.containerconf.postgresql.kubernetes;

import java.util.Locale;

/// What a request does, as metrics name it.
enum Verb {
    LIST,
    WATCH,
    GET,
    CREATE,
    PATCH,
    APPLY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
