package de.containerconf.postgresql.devcluster.kubernetes;

import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.util.List;

/// The outcome of a write.
///
/// @param object the new state
/// @param created whether it did not exist before
/// @param warnings for people
record Written(StoredObject object, boolean created, List<String> warnings) {}
