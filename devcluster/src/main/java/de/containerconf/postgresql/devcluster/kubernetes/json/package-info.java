/// JSON trees: reading, writing, and the patch formats of the Kubernetes API.
@NullMarked
package de.containerconf.postgresql.devcluster.kubernetes.json;

import org.jspecify.annotations.NullMarked;
