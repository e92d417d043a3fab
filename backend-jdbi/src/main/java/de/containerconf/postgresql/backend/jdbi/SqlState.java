package de.containerconf.postgresql.backend.jdbi;

/// Codes of errors that decisions depend on, documentation appendix A.
final class SqlState {

    static final String UNIQUE_VIOLATION = "23505";
    static final String IDLE_IN_TRANSACTION_TIMEOUT = "25P03";
    static final String READ_ONLY = "25006";
    static final String INVALID_AUTHORIZATION = "28000";
    static final String INVALID_PASSWORD = "28P01";
    static final String DEPENDENT_OBJECTS = "2BP01";
    static final String NO_SUCH_DATABASE = "3D000";
    static final String SERIALIZATION_FAILURE = "40001";
    static final String DEADLOCK = "40P01";
    static final String DENIED = "42501";
    static final String NO_SUCH_OBJECT = "42704";
    static final String DUPLICATE_OBJECT = "42710";
    static final String DUPLICATE_DATABASE = "42P04";
    static final String DISK_FULL = "53100";
    static final String TOO_MANY_CONNECTIONS = "53300";
    static final String IN_USE = "55006";
    static final String LOCK_TIMEOUT = "55P03";
    static final String CANCELED = "57014";
    static final String STARTING_OR_STOPPING = "57P03";
    static final String INTERNAL = "XX000";

    private SqlState() {}
}
