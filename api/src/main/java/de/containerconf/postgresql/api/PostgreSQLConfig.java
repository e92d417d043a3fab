package de.containerconf.postgresql.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The object that a team writes, exactly as the API server delivered it: it can hold whatever an
/// older or newer CRD lets through. [Desired#of] tells whether that makes sense.
///
/// @param uid identity of this object over time; a recreated object has another one
/// @param resourceVersion the server's opaque version of this state
/// @param generation counts the changes of the spec, from 1
/// @param deletionTimestamp when deletion was asked for, or null while nobody did
/// @param unreadable what could not be read of this object, for instance a number where text
///   belongs
public record PostgreSQLConfig(
        ObjectKey key,
        String uid,
        String resourceVersion,
        long generation,
        Instant creationTimestamp,
        @Nullable Instant deletionTimestamp,
        List<String> finalizers,
        Map<String, String> annotations,
        Spec spec,
        Status status,
        List<Violation> unreadable) {

    /// Holds a deleted object back until its database is gone.
    public static final String FINALIZER = "containerconf.de/database";

    /// Annotation: with the value `true` nothing is done for the object, not even deletion.
    public static final String PAUSED = "containerconf.de/paused";

    /// Annotation: with the database's name as value a deletion ends without the server, which is
    /// gone for good.
    public static final String ABANDON = "containerconf.de/abandon";

    /// Annotation: with the uid of a claim as value that claim is taken over. For restored
    /// clusters.
    public static final String TAKE_OVER_FROM = "containerconf.de/take-over-from";

    /// Annotation: a login of the connection Secret that was made before this time (RFC 3339) is
    /// replaced.
    public static final String ROTATE_AT = "containerconf.de/rotate-at";

    public PostgreSQLConfig {
        finalizers = List.copyOf(finalizers);
        annotations = Map.copyOf(annotations);
        unreadable = List.copyOf(unreadable);
    }

    /// Whether deletion was asked for. It cannot be taken back.
    public boolean deleting() {
        return deletionTimestamp != null;
    }

    /// Whether this is the object with that uid, and not being deleted.
    public boolean livesAs(String uid) {
        return this.uid.equals(uid) && !deleting();
    }

    /// Whether our finalizer is stored, so that the object cannot disappear under our hands.
    public boolean held() {
        return finalizers.contains(FINALIZER);
    }

    /// Whether somebody wants nothing to be done at present.
    public boolean paused() {
        return "true".equals(annotations.get(PAUSED));
    }

    /// Whether somebody gave the database up, and said which.
    public boolean abandoned() {
        return spec.database() != null && spec.database().equals(annotations.get(ABANDON));
    }

    /// Whether nothing is to be changed on the server, only told. A mode that makes no sense is
    /// none: [Desired] says so.
    public boolean observing() {
        return Mode.OBSERVE.word().equals(spec.mode());
    }

    /// Whether the last report says that all is well, and is about the present generation.
    public boolean ready() {
        return status.observedGeneration() == generation
                && status.condition(Condition.READY)
                        .filter(ready -> ready.status().equals("True"))
                        .isPresent();
    }

    /// What should exist, as written. Null where nothing is written.
    public record Spec(
            @Nullable String database,
            @Nullable String owner,
            @Nullable String deletionPolicy,
            @Nullable String sessionPolicy,
            @Nullable String adoptionPolicy,
            @Nullable String mode,
            ConnectionSecret.@Nullable Written connectionSecret) {

        /// A spec without a Secret.
        public Spec(
                @Nullable String database,
                @Nullable String owner,
                @Nullable String deletionPolicy,
                @Nullable String sessionPolicy,
                @Nullable String adoptionPolicy,
                @Nullable String mode) {
            this(database, owner, deletionPolicy, sessionPolicy, adoptionPolicy, mode, null);
        }

        /// A spec that leaves the rest to the defaults.
        public Spec(
                @Nullable String database,
                @Nullable String owner,
                @Nullable String deletionPolicy) {
            this(database, owner, deletionPolicy, null, null, null);
        }
    }

    /// What the operator last reported, as stored.
    ///
    /// @param observedGeneration the generation that this is about, -1 before the first report
    /// @param serverId the system identifier of the server that the database is on
    /// @param drift what would be changed on the server, while only told
    public record Status(
            long observedGeneration,
            List<Condition> conditions,
            @Nullable String database,
            @Nullable String owner,
            @Nullable String origin,
            @Nullable String serverId,
            List<String> drift) {

        /// The status of an object that nobody has looked at.
        public static final Status NONE = new Status(-1, List.of(), null, null, null, null);

        public Status {
            conditions = List.copyOf(conditions);
            drift = List.copyOf(drift);
        }

        /// The same with other conditions.
        public Status withConditions(List<Condition> others) {
            return new Status(observedGeneration, others, database, owner, origin, serverId, drift);
        }

        /// A status that tells of no drift.
        public Status(
                long observedGeneration,
                List<Condition> conditions,
                @Nullable String database,
                @Nullable String owner,
                @Nullable String origin,
                @Nullable String serverId) {
            this(observedGeneration, conditions, database, owner, origin, serverId, List.of());
        }

        /// The condition of that type.
        public Optional<Condition> condition(String type) {
            return conditions.stream().filter(each -> each.type().equals(type)).findFirst();
        }
    }
}
