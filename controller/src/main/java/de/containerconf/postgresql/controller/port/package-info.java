/// What the controller needs of a Kubernetes cluster.
@NullMarked
package de.containerconf.postgresql.controller.port;

import org.jspecify.annotations.NullMarked;
