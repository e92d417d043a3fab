/// A PostgreSQL server that runs as a child process, without containers and without installation.
@NullMarked
package de.containerconf.postgresql.devcluster.postgres;

import org.jspecify.annotations.NullMarked;
