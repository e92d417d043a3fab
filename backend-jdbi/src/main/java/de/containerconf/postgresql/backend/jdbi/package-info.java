/// Access to one PostgreSQL server with JDBI, HikariCP and pgJDBC.
///
/// From the outside in: [JdbiDatabaseOps] has one class for each effect ([RoleCreation],
/// [DatabaseCreation], [CompareAndSwap], [DatabaseDeletion], [Unfinished]) and for each look
/// ([CatalogReader], [Blockers]); their statements stand in the classes named `…Sql`; all
/// statements pass through [ServerConnection].
@NullMarked
package de.containerconf.postgresql.backend.jdbi;

import org.jspecify.annotations.NullMarked;
