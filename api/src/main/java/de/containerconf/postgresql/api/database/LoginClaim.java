package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.ObjectKey;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// The mark of a login that was made for the Secret of an object.
///
/// `containerconf.de/claim v1 cluster=<id> login object=<namespace>/<name> uid=<uid> key=<hex>
/// issued=<time>`
///
/// Everybody reads comments, so it holds no secret: the key follows from the password, and nothing
/// follows from the key.
///
/// @param cluster as in [DatabaseClaim]
/// @param object namespace and name of the object, for people
/// @param uid the object's uid: who has it owns the login
/// @param key [Password#key] of its password
/// @param issued when it was made, by the clock of the operator
/// @param others keys of a later version, kept as they are
public record LoginClaim(
        String cluster,
        ObjectKey object,
        String uid,
        String key,
        Instant issued,
        Map<String, String> others) {

    public LoginClaim {
        ClaimLine.requireWord(cluster);
        ClaimLine.requireWord(object.toString());
        ClaimLine.requireWord(uid);
        ClaimLine.requireWord(key);
        ClaimLine.requireOthers(others);
        others = Map.copyOf(others);
    }

    /// A claim of this version.
    public LoginClaim(String cluster, ObjectKey object, String uid, String key, Instant issued) {
        this(cluster, object, uid, key, issued, Map.of());
    }

    /// The line of the comment, without an end of line.
    public String line() {
        var line =
                new StringBuilder(ClaimLine.START)
                        .append(
                                " v1 cluster=%s login object=%s uid=%s key=%s issued=%s"
                                        .formatted(cluster, object, uid, key, issued));
        new TreeMap<>(others)
                .forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
        return line.toString();
    }
}
