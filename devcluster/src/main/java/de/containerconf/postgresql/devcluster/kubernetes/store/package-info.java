/// Objects, their history and their durability.
@NullMarked
package de.containerconf.postgresql.devcluster.kubernetes.store;

import org.jspecify.annotations.NullMarked;
