package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;

/// A database to create.
///
/// @param closed whether PUBLIC may neither connect to it nor make temporary tables in it
public record NewDatabase(DatabaseName name, RoleName owner, boolean closed) {

    /// One that PUBLIC may connect to, as PostgreSQL has it.
    public NewDatabase(DatabaseName name, RoleName owner) {
        this(name, owner, false);
    }
}
