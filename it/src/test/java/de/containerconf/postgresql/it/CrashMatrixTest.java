package de.containerconf.postgresql.it;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/// Changes of databases, with few rights.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class CrashMatrixTest extends CrashMatrix {

    CrashMatrixTest() {
        super(Login.Kind.OPS);
    }

    static Stream<Change> changes() {
        return Change.ofDatabases();
    }
}
