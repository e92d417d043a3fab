/// How objects come from the cluster into the operator.
@NullMarked
package de.containerconf.postgresql.api.transport;

import org.jspecify.annotations.NullMarked;
