package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one kind has besides the rules that all share: the "strategy" of the API server. All
/// methods are called while nobody else writes.
interface KindRules {

    /// No rules of its own, as for custom resources.
    KindRules NONE = new KindRules() {};

    /// Sets what the server sets.
    ///
    /// @param object the new state, to be changed
    /// @param before the old state, or null on create
    default void prepare(JsonObject object, @Nullable JsonObject before) {}

    /// What is wrong with the new state.
    default List<Cause> check(JsonObject object, @Nullable JsonObject before) {
        return List.of();
    }

    /// Whether an update may do without a resourceVersion.
    default boolean unconditionalUpdate() {
        return false;
    }

    /// Marks an object that goes only after something else; false if it can go at once.
    ///
    /// @param object to be changed
    default boolean holdBack(JsonObject object) {
        return false;
    }

    /// After a write.
    default void written(StoredObject object) {}

    /// After a removal.
    default void removed(StoredObject object) {}
}
