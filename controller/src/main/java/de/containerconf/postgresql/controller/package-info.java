/// The controller: assembled here, started and stopped by the application.
@NullMarked
package de.containerconf.postgresql.controller;

import org.jspecify.annotations.NullMarked;
