package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import java.util.Map;

/// The operator of tests, with this backend.
final class Jdbi {

    private Jdbi() {}

    static TestOperator operator(PostgresServer postgres, Login login) {
        return operator(postgres, login, Fence.OPEN);
    }

    static TestOperator operator(PostgresServer postgres, Login login, Fence fence) {
        return operator(settings(postgres.host(), postgres.port(), login), fence);
    }

    static TestOperator operator(BackendSettings settings, Fence fence) {
        return TestOperator.of(new JdbiDatabaseOpsProvider(), settings, fence);
    }

    static BackendSettings settings(String host, int port, Login login) {
        return TestOperator.settings(host, port, login, Map.of());
    }
}
