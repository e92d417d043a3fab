package de.containerconf.postgresql.it;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/// Changes of Secrets and their logins, with few rights.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class CrashMatrixOfSecretsTest extends CrashMatrix {

    CrashMatrixOfSecretsTest() {
        super(Login.Kind.OPS);
    }

    static Stream<Change> changes() {
        return Change.ofSecrets();
    }
}
