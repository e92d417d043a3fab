package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.util.Collection;
import java.util.stream.Collectors;

/// Which right was missing, and what an administrator must run. The server's words do not decide
/// it, because they may be translated (`lc_messages`).
final class Denials {

    private Denials() {}

    /// CREATE ROLE was denied.
    static DatabaseFailure roles(StatementFailure failure, ServerInfo server) {
        return attribute(failure, server.login(), "CREATEROLE", "create roles");
    }

    /// CREATE DATABASE, or a change of databases of these roles, was denied.
    static DatabaseFailure databases(
            StatementFailure failure, ServerInfo server, Collection<String> roles) {
        if (!server.createsDatabases()) {
            return attribute(failure, server.login(), "CREATEDB", "create and rename databases");
        }
        if (roles.isEmpty()) {
            return unknown(failure);
        }
        return new DatabaseFailure.Denied(
                "The operator's login '%s' may not act for the role %s: %s"
                        .formatted(
                                server.login(),
                                roles.stream()
                                        .map(role -> "'" + role + "'")
                                        .collect(Collectors.joining(" or ")),
                                Failures.sentence(failure.words())),
                roles.stream()
                        .map(role -> RightsSql.remedy(server.major(), role, server.login()))
                        .collect(Collectors.joining(" ")),
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
            StatementFailure failure, String login, String attribute, String activity) {
        return new DatabaseFailure.Denied(
                "The operator's login '%s' may not %s.".formatted(login, activity),
                "ALTER ROLE %s %s;".formatted(Sql.identifier(login), attribute),
                failure);
    }
}
