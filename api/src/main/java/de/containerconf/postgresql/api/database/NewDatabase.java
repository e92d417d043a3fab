package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;

/// A database to create.
public record NewDatabase(DatabaseName name, RoleName owner) {}
