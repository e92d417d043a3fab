/// Field management: who owns which field, and server-side apply. A small structured-merge-diff.
@NullMarked
package de.containerconf.postgresql.devcluster.kubernetes.apply;

import org.jspecify.annotations.NullMarked;
