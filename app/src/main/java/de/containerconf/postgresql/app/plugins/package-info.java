/// The providers that can be chosen: those of the image, and plug-ins.
@NullMarked
package de.containerconf.postgresql.app.plugins;

import org.jspecify.annotations.NullMarked;
