/// What the operator tells those who run it: health, metrics, logs.
@NullMarked
package de.containerconf.postgresql.app.management;

import org.jspecify.annotations.NullMarked;
