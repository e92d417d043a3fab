/// Servers that fail, and an operator in this process between them.
@org.jspecify.annotations.NullMarked
package de.containerconf.postgresql.it.faults;
