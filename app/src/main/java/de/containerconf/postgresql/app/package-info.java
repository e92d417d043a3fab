/// The program: its commands, and the assembly of what they run.
@NullMarked
package de.containerconf.postgresql.app;

import org.jspecify.annotations.NullMarked;
