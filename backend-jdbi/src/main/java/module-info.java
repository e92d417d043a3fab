/// The backend `jdbi`.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.backend.jdbi {
    requires com.zaxxer.hikari;
    requires de.containerconf.postgresql.api;
    requires java.sql;
    requires static org.checkerframework.checker.qual;
    requires static transitive org.jspecify;
    requires org.jdbi.v3.core;
    requires org.postgresql.jdbc;

    provides de.containerconf.postgresql.api.database.DatabaseOpsProvider with
            de.containerconf.postgresql.backend.jdbi.JdbiDatabaseOpsProvider;
}
