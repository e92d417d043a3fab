/// The object `PostgreSQLConfig`, and values that cannot hold what PostgreSQL would refuse.
@NullMarked
package de.containerconf.postgresql.api;

import org.jspecify.annotations.NullMarked;
