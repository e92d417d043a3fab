/// The objects as the cluster last showed them.
@NullMarked
package de.containerconf.postgresql.controller.cache;

import org.jspecify.annotations.NullMarked;
