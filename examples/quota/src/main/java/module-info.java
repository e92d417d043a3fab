module com.example.quota {
    requires de.containerconf.postgresql.api;

    uses de.containerconf.postgresql.api.database.DatabaseOpsProvider;

    provides de.containerconf.postgresql.api.database.DatabaseOpsProvider with
            com.example.quota.QuotaProvider;
}
