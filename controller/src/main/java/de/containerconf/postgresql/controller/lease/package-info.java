/// Who of several processes may act.
@NullMarked
package de.containerconf.postgresql.controller.lease;

import org.jspecify.annotations.NullMarked;
