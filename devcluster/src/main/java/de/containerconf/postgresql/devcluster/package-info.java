/// The operator with all that it needs, on one machine and without containers.
@NullMarked
package de.containerconf.postgresql.devcluster;

import org.jspecify.annotations.NullMarked;
