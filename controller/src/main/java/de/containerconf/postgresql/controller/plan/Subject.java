package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.Origin;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// For whom a plan is made.
///
/// @param cluster the cluster's id, as claims have it
/// @param serverId the system identifier of the server that its database was on; null if it never
///   had one
/// @param standing what it is to others that want the same database
public record Subject(
        String cluster,
        ObjectKey key,
        String uid,
        Instant created,
        @Nullable String serverId,
        Standing standing) {

    /// A subject that never had a database, and wants one.
    public Subject(String cluster, ObjectKey key, String uid, Instant created) {
        this(cluster, key, uid, created, null, Standing.WANTS);
    }

    /// Where several want the same, the first has it.
    static final Comparator<Subject> BY_AGE =
            Comparator.comparing(Subject::created).thenComparing(Subject::uid);

    /// The subject that an object is.
    public static Subject of(String cluster, PostgreSQLConfig object) {
        return new Subject(
                cluster,
                object.key(),
                object.uid(),
                object.creationTimestamp(),
                object.status().serverId(),
                Standing.of(object));
    }

    /// What others have to wait for.
    public enum Standing {
        /// It has its database, or its turn.
        WANTS,
        /// It only looks on: nobody waits for it.
        LOOKS_ON,
        /// It is being deleted: what it holds becomes free.
        LEAVES;

        private static Standing of(PostgreSQLConfig object) {
            return object.deleting() ? LEAVES : object.observing() ? LOOKS_ON : WANTS;
        }
    }

    /// The claim on a database of this subject.
    public DatabaseClaim claim(Origin origin) {
        return new DatabaseClaim(cluster, key, uid, origin);
    }

    /// Whether the claim is this subject's. The uid alone does not do: a restored cluster can have
    /// the same ones.
    public boolean holds(DatabaseClaim claim) {
        return claim.uid().equals(uid) && claim.cluster().equals(cluster);
    }

    /// Whether the login was made for this subject.
    public boolean holds(LoginState login) {
        return login.claim().uid().equals(uid) && login.claim().cluster().equals(cluster);
    }

    /// Whether this subject goes before the other where both want the same: the older one, then the
    /// smaller uid.
    boolean precedes(Subject other) {
        return BY_AGE.compare(this, other) < 0;
    }
}
