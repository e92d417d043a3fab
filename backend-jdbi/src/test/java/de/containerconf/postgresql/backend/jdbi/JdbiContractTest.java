package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.testkit.DatabaseOpsContract;
import de.containerconf.postgresql.testkit.EveryPostgres;

/// What every backend owes to the operator.
@EveryPostgres
class JdbiContractTest implements DatabaseOpsContract {

    @Override
    public DatabaseOpsProvider provider() {
        return new JdbiDatabaseOpsProvider();
    }
}
