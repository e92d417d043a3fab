/// Access to one PostgreSQL server, and the claims that say what there is ours.
@NullMarked
package de.containerconf.postgresql.api.database;

import org.jspecify.annotations.NullMarked;
