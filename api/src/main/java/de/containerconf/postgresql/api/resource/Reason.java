package de.containerconf.postgresql.api.resource;

import java.util.regex.Pattern;

/// The one word for programs in a condition. Those of the operator are constants here; they are an
/// API, because people write alerts on them. A plug-in may add its own.
///
/// @param value CamelCase, as the Kubernetes API conventions ask for
public record Reason(String value) {

    private static final Pattern VALID = Pattern.compile("[A-Z][A-Za-z0-9]{0,127}");

    /// All is as the spec says.
    public static final Reason RECONCILED = new Reason("Reconciled");

    /// The object's annotation says that nothing is to be done.
    public static final Reason PAUSED = new Reason("Paused");

    /// Work is under way that takes a while.
    public static final Reason PROGRESSING = new Reason("Progressing");

    /// The object breaks a rule that it must be changed to keep.
    public static final Reason INVALID = new Reason("Invalid");

    /// A database of that name exists, and nobody's object claims it.
    public static final Reason NOT_OWNED = new Reason("NotOwned");

    /// The database belongs to another object, operator or cluster.
    public static final Reason CLAIMED_BY_OTHER = new Reason("ClaimedByOther");

    /// A Secret of the name that the object asks for exists, and is not the object's.
    public static final Reason SECRET_NOT_OWNED = new Reason("SecretNotOwned");

    /// The object asks for a login with the rights of a role that is not its namespace's own.
    public static final Reason OWNER_NOT_ALLOWED = new Reason("OwnerNotAllowed");

    /// The object asks for a Secret of an operator that was told to write none.
    public static final Reason CREDENTIALS_DISABLED = new Reason("CredentialsDisabled");

    /// An older object asks for the same database.
    public static final Reason DUPLICATE = new Reason("Duplicate");

    /// The operator's login, or its service account, lacks a right.
    public static final Reason PERMISSION_DENIED = new Reason("PermissionDenied");

    /// The PostgreSQL server cannot be used at present.
    public static final Reason SERVER_UNAVAILABLE = new Reason("ServerUnavailable");

    /// The database is missing, and this is not the server that it was on.
    public static final Reason SERVER_CHANGED = new Reason("ServerChanged");

    /// Deletion waits for those who use the database.
    public static final Reason DATABASE_IN_USE = new Reason("DatabaseInUse");

    /// Deletion is under way, or waits for a decision.
    public static final Reason DELETING = new Reason("Deleting");

    /// The world differs from the spec in a way that the operator does not repair by itself.
    public static final Reason DRIFTED = new Reason("Drifted");

    /// Anything else, with the server's words.
    public static final Reason FAILED = new Reason("Failed");

    /// @throws IllegalArgumentException if the value is not CamelCase
    public Reason {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no reason: CamelCase is needed");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
