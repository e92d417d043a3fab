/// A model of what the operator may do, and random people who try to lead it astray.
@NullMarked
package de.containerconf.postgresql.controller.model;

import org.jspecify.annotations.NullMarked;
