/// The PostgreSQL server, guarded: who may use it, and whether it can be used at all.
@NullMarked
package de.containerconf.postgresql.controller.server;

import org.jspecify.annotations.NullMarked;
