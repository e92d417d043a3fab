package com.example.quota;

import static org.junit.jupiter.api.Assertions.assertThrows;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.backend.jdbi.JdbiDatabaseOpsProvider;
import de.containerconf.postgresql.testkit.DatabaseOpsContract;
import de.containerconf.postgresql.testkit.TestOperator;
import org.junit.jupiter.api.Test;

/// What every backend owes to the operator, and what this one adds.
class QuotaTest implements DatabaseOpsContract {

    @Override
    public DatabaseOpsProvider provider() {
        return new QuotaProvider(new JdbiDatabaseOpsProvider());
    }

    @Test
    void aRoleGetsNoMoreThanItMayOwn(TestOperator operator) {
        var limited = new TestOperator(Quota.before(operator.ops(), 1));
        limited.create("shop", "alice", UID);

        assertThrows(
                DatabaseFailure.Conflict.class,
                () -> limited.createDatabase("other", "alice", OTHER));
    }
}
