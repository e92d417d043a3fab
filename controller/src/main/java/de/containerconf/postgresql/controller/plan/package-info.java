/// What is to be done for an object: pure decisions, without effects.
@NullMarked
package de.containerconf.postgresql.controller.plan;

import org.jspecify.annotations.NullMarked;
