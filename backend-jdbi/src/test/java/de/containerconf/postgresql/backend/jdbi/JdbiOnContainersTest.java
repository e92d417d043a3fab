package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.testkit.DatabaseOpsContract;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.PostgresSource;

/// The same on the official images of PostgreSQL.
@EveryPostgres(PostgresSource.TESTCONTAINERS)
class JdbiOnContainersTest implements DatabaseOpsContract {

    @Override
    public DatabaseOpsProvider provider() {
        return new JdbiDatabaseOpsProvider();
    }
}
