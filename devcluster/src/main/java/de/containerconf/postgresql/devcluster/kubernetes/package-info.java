/// A Kubernetes API server in this process, for development and tests.
@NullMarked
package de.containerconf.postgresql.devcluster.kubernetes;

import org.jspecify.annotations.NullMarked;
