package de.containerconf.postgresql.kubernetes;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The time format of events and leases, meta/v1 `MicroTime`: exactly six digits after the second.
/// The server refuses any other number of them, and `Instant#toString` prints any.
final class MicroTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private MicroTime() {}

    static String of(Instant time) {
        return FORMAT.format(time);
    }
}
