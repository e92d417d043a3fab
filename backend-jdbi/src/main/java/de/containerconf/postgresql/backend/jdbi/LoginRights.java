package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.MissingRight;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Attributes of our login, documentation sections 22.2 and 22.5, and what they do not suffice for.
record LoginRights(
        String name,
        boolean superuser,
        boolean createsDatabases,
        boolean createsRoles,
        boolean inherits,
        boolean signals,
        boolean sees) {

    static LoginRights read(ResultSet row, Object context) throws SQLException {
        return new LoginRights(
                row.getString("login"),
                row.getBoolean("superuser"),
                row.getBoolean("creates_databases"),
                row.getBoolean("creates_roles"),
                row.getBoolean("inherits"),
                row.getBoolean("signals"),
                row.getBoolean("sees"));
    }

    /// What an administrator runs to give the attribute.
    String alter(String attribute) {
        return "ALTER ROLE %s %s;".formatted(Sql.identifier(name), attribute);
    }

    List<MissingRight> missing(int major) {
        var missing = new ArrayList<MissingRight>();
        if (!createsDatabases) {
            missing.add(lacks("may not create and rename databases", "CREATEDB"));
        }
        if (!createsRoles) {
            missing.add(lacks("may not create roles, nor act for those it created", "CREATEROLE"));
        }
        // Since 16 each grant says whether it is inherited; before, the member decides.
        if (!inherits && major < 16) {
            missing.add(lacks("does not inherit the rights that it is granted", "INHERIT"));
        }
        if (!superuser && !signals) {
            missing.add(
                    grant(
                            "may end sessions only of roles that it may act for (sessionPolicy: Terminate)",
                            "pg_signal_backend"));
        }
        if (!superuser && !sees) {
            missing.add(
                    grant(
                            "does not see from where those are connected who hold up a deletion",
                            "pg_read_all_stats"));
        }
        return missing;
    }

    private MissingRight grant(String what, String role) {
        return new MissingRight(
                "The operator's login '%s' %s.".formatted(name, what),
                "GRANT %s TO %s;".formatted(role, Sql.identifier(name)),
                false);
    }

    private MissingRight lacks(String what, String attribute) {
        return new MissingRight(
                "The operator's login '%s' %s.".formatted(name, what), alter(attribute), true);
    }
}
