package de.containerconf.postgresql.api.database;

/// A right that our login does not have.
///
/// @param message what it cannot do, as a sentence
/// @param remedy the SQL that an administrator must run
/// @param needed whether usual work fails without it, and not only what some objects ask for
public record MissingRight(String message, String remedy, boolean needed) {}
