package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a status. For one object.
final class StatusJson {

    private final LenientJson json;
    private final List<Condition> conditions = new ArrayList<>();
    private long observedGeneration = -1;
    private @Nullable String database;
    private @Nullable String owner;
    private @Nullable String origin;
    private @Nullable String serverId;
    private final List<String> drift = new ArrayList<>();

    StatusJson(LenientJson json) {
        this.json = json;
    }

    Status read() throws IOException {
        json.object("status", this::field);
        return new Status(observedGeneration, conditions, database, owner, origin, serverId, drift);
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "observedGeneration" -> observedGeneration = json.number(name, -1);
            case "database" -> database = json.text(name);
            case "owner" -> owner = json.text(name);
            case "origin" -> origin = json.text(name);
            case "serverId" -> serverId = json.text(name);
            case "drift" ->
                    json.list(
                            name,
                            () -> {
                                var difference = json.text(name);
                                if (difference != null) {
                                    drift.add(difference);
                                }
                            });
            case "conditions" -> json.list(name, () -> new ConditionJson().read());
            default -> json.skip();
        }
    }

    /// One condition. Without type or status it says nothing and is left out.
    private final class ConditionJson {
        private @Nullable String type;
        private @Nullable String status;
        private @Nullable Long observed;
        private @Nullable Instant since;
        private @Nullable String reason;
        private @Nullable String message;

        void read() throws IOException {
            json.object("conditions", this::field);
            if (type != null && status != null) {
                conditions.add(
                        new Condition(
                                type,
                                status,
                                observed,
                                since == null ? Instant.EPOCH : since,
                                reason == null ? "" : reason,
                                message == null ? "" : message));
            }
        }

        private void field(String name) throws IOException {
            switch (name) {
                case "type" -> type = json.text(name);
                case "status" -> status = json.text(name);
                case "observedGeneration" -> {
                    var number = json.number(name, -1);
                    observed = number < 0 ? null : number;
                }
                case "lastTransitionTime" -> since = json.time(name);
                case "reason" -> reason = json.text(name);
                case "message" -> message = json.text(name);
                default -> json.skip();
            }
        }
    }
}
