/// What to do for an object, and when.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.controller {
    requires transitive de.containerconf.postgresql.api;
    requires static transitive org.jspecify;

    exports de.containerconf.postgresql.controller to
            de.containerconf.postgresql.app;
    exports de.containerconf.postgresql.controller.credentials to
            de.containerconf.postgresql.app;
    exports de.containerconf.postgresql.controller.lease to
            de.containerconf.postgresql.app;
    exports de.containerconf.postgresql.controller.port to
            de.containerconf.postgresql.app,
            de.containerconf.postgresql.kubernetes;
}
