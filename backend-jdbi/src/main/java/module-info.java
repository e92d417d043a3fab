/// The backend `jdbi`.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.backend.jdbi {
    requires de.containerconf.postgresql.api;
    requires static transitive org.jspecify;
}
