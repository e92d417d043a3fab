/// Structural schemas: what the API server prunes, fills in and refuses.
@NullMarked
package de.containerconf.postgresql.devcluster.kubernetes.schema;

import org.jspecify.annotations.NullMarked;
