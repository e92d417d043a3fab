package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/// The parts of [DatabaseOpsContract] have this in common. Their tests get parameters of the types
/// [TestOperator], [PostgresServer], [Login] and [Login.Kind].
@ExtendWith({PostgresExtension.class, BackendExtension.class})
public interface BackendContract {

    /// Uid of the object that most tests are about.
    String UID = "11111111-2222-3333-4444-555555555555";

    /// Uid of another one.
    String OTHER = "99999999-2222-3333-4444-555555555555";

    /// The provider of the backend to test.
    DatabaseOpsProvider provider();

    /// The options to open it with: none, unless overridden.
    default Map<String, String> options() {
        return Map.of();
    }
}
