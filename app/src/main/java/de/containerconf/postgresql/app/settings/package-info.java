/// The settings, from flags, environment and file.
@NullMarked
package de.containerconf.postgresql.app.settings;

import org.jspecify.annotations.NullMarked;
