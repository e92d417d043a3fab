/// Stops the world before and after everything that the operator says to others.
@NullMarked
package de.containerconf.postgresql.it.boundary;

import org.jspecify.annotations.NullMarked;
