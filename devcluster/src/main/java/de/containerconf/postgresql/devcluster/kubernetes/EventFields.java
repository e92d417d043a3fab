package de.containerconf.postgresql.devcluster.kubernetes;

import java.util.List;

/// The fields of an event of `events.k8s.io/v1` besides its metadata.
final class EventFields {

    static final List<String> ALL =
            List.of(
                    "eventTime",
                    "series",
                    "reportingController",
                    "reportingInstance",
                    "action",
                    "reason",
                    "regarding",
                    "related",
                    "note",
                    "type");

    private EventFields() {}
}
