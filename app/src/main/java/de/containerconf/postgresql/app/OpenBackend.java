package de.containerconf.postgresql.app;

import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.app.plugins.Provided;

/// The backend that was chosen, opened until it is closed.
record OpenBackend(Provided<DatabaseOpsProvider> provided, DatabaseOps ops)
        implements AutoCloseable {

    @Override
    public void close() {
        provided.close(ops::close);
    }
}
