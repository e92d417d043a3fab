package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;

/// A login to create.
///
/// @param name its name
/// @param password its password
/// @param owner the role that it becomes when it connects to the database
/// @param database the database that it is for
public record NewLogin(RoleName name, Password password, RoleName owner, DatabaseName database) {}
