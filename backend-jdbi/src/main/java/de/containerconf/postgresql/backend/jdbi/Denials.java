package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.util.Collection;
import java.util.stream.Collectors;

/// Which right was missing, and what an administrator must run. The server's words do not decide
/// it, because they may be translated (`lc_messages`).
final class Denials {

    private Denials() {}

    /// CREATE ROLE was denied.
    static DatabaseFailure roles(StatementFailure failure, ServerConnection connection) {
        return attribute(failure, login(connection), "CREATEROLE", "create roles");
    }

    /// DROP ROLE was denied. From 16 on CREATEROLE is not enough: the role must have been granted
    /// with ADMIN, as its creator has it, documentation of DROP ROLE.
    static DatabaseFailure droppingRole(
            StatementFailure failure, ServerConnection connection, String role) {
        var login = login(connection);
        return new DatabaseFailure.Denied(
                "The operator's login '%s' may not drop the role '%s': %s"
                        .formatted(login.name(), role, Failures.sentence(failure.words())),
                "DROP ROLE %s;".formatted(Sql.identifier(role)),
                failure);
    }

    /// A statement about a login that acts for these roles was denied.
    static DatabaseFailure logins(
            StatementFailure failure, ServerConnection connection, Collection<String> roles) {
        return login(connection).createsRoles()
                ? databases(failure, connection, roles)
                : roles(failure, connection);
    }

    /// CREATE DATABASE, or a change of databases of these roles, was denied.
    static DatabaseFailure databases(
            StatementFailure failure, ServerConnection connection, Collection<String> roles) {
        var login = login(connection);
        if (!login.createsDatabases()) {
            return attribute(failure, login, "CREATEDB", "create and rename databases");
        }
        if (roles.isEmpty()) {
            return unknown(failure);
        }
        // Since 16 each grant says whether it is inherited; before, the member decides.
        if (!login.inherits() && connection.major() < 16) {
            return attribute(failure, login, "INHERIT", "use what it is granted");
        }
        return new DatabaseFailure.Denied(
                "The operator's login '%s' may not act for the role %s: %s"
                        .formatted(
                                login.name(),
                                roles.stream()
                                        .map(role -> "'" + role + "'")
                                        .collect(Collectors.joining(" or ")),
                                Failures.sentence(failure.words())),
                roles.stream()
                        .map(role -> RightsSql.remedy(connection.major(), role, login.name()))
                        .collect(Collectors.joining(" ")),
                failure);
    }

    /// Ending sessions of these users was denied, also under the rights of their roles. Those of
    /// superusers are out of anybody's reach but a superuser's, documentation section 9.28.2.
    static DatabaseFailure sessions(
            StatementFailure failure, ServerConnection connection, Collection<String> users) {
        var login = login(connection);
        return new DatabaseFailure.Denied(
                "The operator's login '%s' may not end the sessions of %s. Nobody else can connect to the database any more; it is dropped when they end."
                        .formatted(
                                login.name(),
                                users.stream().distinct().collect(Collectors.joining(", "))),
                "GRANT pg_signal_backend TO %s; (sessions of superusers must be ended by a superuser)"
                        .formatted(Sql.identifier(login.name())),
                failure);
    }

    /// Nothing more is known than what the server says.
    static DatabaseFailure unknown(StatementFailure failure) {
        return new DatabaseFailure.Denied(
                "The operator's login lacks a right: " + Failures.sentence(failure.words()),
                "the GRANT that the message above asks for.",
                failure);
    }

    private static DatabaseFailure attribute(
            StatementFailure failure, LoginRights login, String attribute, String activity) {
        return new DatabaseFailure.Denied(
                "The operator's login '%s' may not %s.".formatted(login.name(), activity),
                login.alter(attribute),
                failure);
    }

    private static LoginRights login(ServerConnection connection) {
        return connection.row(RightsSql.login(), LoginRights::read).orElseThrow();
    }
}
