package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The mark that makes a database ours: one line of its comment. It is durable data, read by later
/// versions too.
///
/// `containerconf.de/claim v1 cluster=<id> object=<namespace>/<name> uid=<uid>
/// origin=created|adopted`, and `door=shut` while a deletion lets nobody in any more
///
/// @param cluster the cluster of the object: the uid of its namespace `kube-system`, or
///   `--cluster-id`
/// @param object namespace and name of the object, for people and for restores; not proof of
///   ownership
/// @param uid the object's uid: who has it owns the database
/// @param others further keys, those of later versions included, kept as they are
public record DatabaseClaim(
        String cluster, ObjectKey object, String uid, Origin origin, Map<String, String> others) {

    private static final String DOOR = "door";
    private static final String SHUT = "shut";

    public DatabaseClaim {
        ClaimLine.requireWord(cluster);
        ClaimLine.requireWord(object.toString());
        ClaimLine.requireWord(uid);
        ClaimLine.requireOthers(others);
        others = Map.copyOf(others);
    }

    /// A claim of this version.
    public DatabaseClaim(String cluster, ObjectKey object, String uid, Origin origin) {
        this(cluster, object, uid, origin, Map.of());
    }

    /// Whether a deletion lets nobody into the database any more. Whoever keeps the database after
    /// all opens it again.
    public boolean shut() {
        return SHUT.equals(others.get(DOOR));
    }

    /// This claim, while a deletion lets nobody in any more, or when it does again.
    public DatabaseClaim withDoor(boolean shut) {
        var changed = new HashMap<>(others);
        if (shut) {
            changed.put(DOOR, SHUT);
        } else {
            changed.remove(DOOR);
        }
        return new DatabaseClaim(cluster, object, uid, origin, changed);
    }

    /// The line of the comment, without an end of line.
    public String line() {
        var line =
                new StringBuilder(ClaimLine.START)
                        .append(
                                " v1 cluster=%s object=%s uid=%s origin=%s"
                                        .formatted(cluster, object, uid, origin.word()));
        new TreeMap<>(others)
                .forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
        return line.toString();
    }
}
