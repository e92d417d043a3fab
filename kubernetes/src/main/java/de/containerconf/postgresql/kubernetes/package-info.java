/// Access to the Kubernetes API.
@NullMarked
package de.containerconf.postgresql.kubernetes;

import org.jspecify.annotations.NullMarked;
