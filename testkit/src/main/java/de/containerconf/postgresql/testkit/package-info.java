/// JUnit extensions that give a test the servers that the operator works with.
@NullMarked
package de.containerconf.postgresql.testkit;

import org.jspecify.annotations.NullMarked;
