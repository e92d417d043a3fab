/// One kind of thing that an object asks for, and how an attempt to provide it ended.
@NullMarked
package de.containerconf.postgresql.api.resource;

import org.jspecify.annotations.NullMarked;
