package de.containerconf.postgresql.it;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/// Changes of Secrets and their logins, with few rights, in a full run.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class RaceMatrixOfSecretsTest extends RaceMatrix {

    RaceMatrixOfSecretsTest() {
        super(Login.Kind.OPS);
        onlyInAFullRun();
    }

    static Stream<Change> changes() {
        return Change.ofSecrets();
    }
}
