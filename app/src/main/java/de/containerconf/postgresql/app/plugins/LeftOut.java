package de.containerconf.postgresql.app.plugins;

/// What cannot be chosen.
///
/// @param kind what it would be; empty where it is not known
/// @param id its name in settings; empty where it is not known
/// @param problem why, in one line
record LeftOut(String kind, String id, Origin origin, String problem) {}
