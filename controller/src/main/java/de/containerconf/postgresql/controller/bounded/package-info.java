/// Calls of code that nobody here can answer for.
@NullMarked
package de.containerconf.postgresql.controller.bounded;

import org.jspecify.annotations.NullMarked;
