module com.example.audit {
    requires de.containerconf.postgresql.api;

    provides de.containerconf.postgresql.api.resource.ResourceProvider with
            com.example.audit.AuditProvider;
}
