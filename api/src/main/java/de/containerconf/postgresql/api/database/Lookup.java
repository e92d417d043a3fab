package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import java.util.Set;

/// Which part of the catalog to read.
///
/// @param databases databases of these names
/// @param roles roles of these names
/// @param uids databases and logins claimed for, and private names of, the objects with these uids
public record Lookup(Set<DatabaseName> databases, Set<RoleName> roles, Set<String> uids) {

    public Lookup {
        databases = Set.copyOf(databases);
        roles = Set.copyOf(roles);
        uids = Set.copyOf(uids);
    }
}
