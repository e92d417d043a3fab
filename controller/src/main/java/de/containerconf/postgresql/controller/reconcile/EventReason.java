package de.containerconf.postgresql.controller.reconcile;

/// The reasons of events about effects; what blocks an object has the reason of its condition
/// Ready. They are an API, because people filter by them.
enum EventReason {
    ROLE_CREATED("RoleCreated"),
    DATABASE_CREATED("DatabaseCreated"),
    DATABASE_RECREATED("DatabaseRecreated"),
    OWNER_CHANGED("OwnerChanged"),
    DATABASE_CLOSED("DatabaseClosed"),
    DATABASE_ADOPTED("DatabaseAdopted"),
    DATABASE_RESUMED("DatabaseResumed"),
    DATABASE_TAKEN_OVER("DatabaseTakenOver"),
    DATABASE_RELEASED("DatabaseReleased"),
    SESSIONS_TERMINATED("SessionsTerminated"),
    DATABASE_DROPPED("DatabaseDropped"),
    DATABASE_PUT_BACK("DatabasePutBack"),
    ROLE_DROPPED("RoleDropped"),
    LOGIN_CREATED("LoginCreated"),
    LOGIN_RESTORED("LoginRestored"),
    LOGIN_DROPPED("LoginDropped"),
    LOGINS_KEPT("LoginsKept"),
    SECRET_CREATED("SecretCreated"),
    SECRET_CHANGED("SecretChanged"),
    LEFTOVERS_DROPPED("LeftoversDropped"),
    DATABASE_KEPT("DatabaseKept"),
    ROLE_KEPT("RoleKept"),
    DATABASE_ABANDONED("DatabaseAbandoned"),
    FINALIZER_RESTORED("FinalizerRestored");

    private final String word;

    EventReason(String word) {
        this.word = word;
    }

    /// As the event has it.
    String word() {
        return word;
    }
}
