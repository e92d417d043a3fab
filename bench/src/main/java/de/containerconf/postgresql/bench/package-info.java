/// Measures the linked operator, with plain SQL on the same server as the baseline.
@NullMarked
package de.containerconf.postgresql.bench;

import org.jspecify.annotations.NullMarked;
