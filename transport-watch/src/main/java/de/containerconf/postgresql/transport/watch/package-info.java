/// The transport `watch`.
@NullMarked
package de.containerconf.postgresql.transport.watch;

import org.jspecify.annotations.NullMarked;
