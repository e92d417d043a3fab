/// When an object is worked on.
@NullMarked
package de.containerconf.postgresql.controller.queue;

import org.jspecify.annotations.NullMarked;
