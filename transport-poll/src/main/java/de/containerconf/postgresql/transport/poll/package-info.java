/// The transport `poll`.
@NullMarked
package de.containerconf.postgresql.transport.poll;

import org.jspecify.annotations.NullMarked;
