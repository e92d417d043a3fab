package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Leases: times have six digits, the duration is positive.
final class LeaseRules implements KindRules {

    /// Drops what only the feature gate CoordinatedLeaderElection, off by default, would keep.
    @Override
    public void prepare(JsonObject object, @Nullable JsonObject before) {
        var spec = Json.objectAt(object, "spec");
        spec.remove("strategy");
        spec.remove("preferredHolder");
    }

    @Override
    public List<Cause> check(JsonObject object, @Nullable JsonObject before) {
        MicroTime.check("Lease", object, before, "spec", "acquireTime");
        MicroTime.check("Lease", object, before, "spec", "renewTime");
        var duration = Json.at(object, "spec", "leaseDurationSeconds");
        if (duration != null && duration.getAsLong() <= 0) {
            return List.of(
                    Cause.invalid("spec.leaseDurationSeconds", duration, "must be greater than 0"));
        }
        return List.of();
    }
}
