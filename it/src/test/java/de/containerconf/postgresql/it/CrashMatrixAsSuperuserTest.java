package de.containerconf.postgresql.it;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/// All changes, as a superuser, who has less to do: in a full run.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class CrashMatrixAsSuperuserTest extends CrashMatrix {

    CrashMatrixAsSuperuserTest() {
        super(Login.Kind.SUPERUSER);
        onlyInAFullRun();
    }

    static Stream<Change> changes() {
        return Stream.of(Change.values());
    }
}
