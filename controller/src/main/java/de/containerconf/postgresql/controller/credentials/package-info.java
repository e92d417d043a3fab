/// The login that an application has from a Secret: made, kept and replaced.
@NullMarked
package de.containerconf.postgresql.controller.credentials;

import org.jspecify.annotations.NullMarked;
