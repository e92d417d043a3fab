/// The front page of the operator: the object that people write, and what a plug-in implements.
///
/// - [de.containerconf.postgresql.api]: the object `PostgreSQLConfig` and the values that it is
///   made of
/// - [de.containerconf.postgresql.api.database]: access to one PostgreSQL server
/// - [de.containerconf.postgresql.api.resource]: one kind of thing that an object asks for
/// - [de.containerconf.postgresql.api.transport]: how objects come from the cluster
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.api {
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports de.containerconf.postgresql.api;
    exports de.containerconf.postgresql.api.database;
    exports de.containerconf.postgresql.api.resource;
    exports de.containerconf.postgresql.api.transport;
}
