/// Makes the world as an object says, and tells the object how that went.
@NullMarked
package de.containerconf.postgresql.controller.reconcile;

import org.jspecify.annotations.NullMarked;
