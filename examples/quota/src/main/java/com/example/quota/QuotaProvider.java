package com.example.quota;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.api.database.Fence;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/// `--backend quota --option quota.limit=10`: the built-in backend, but no role gets more than so
/// many databases.
public final class QuotaProvider implements DatabaseOpsProvider {

    private final DatabaseOpsProvider other;

    /// Before the backend of the image: a plug-in sees the modules that it is loaded over.
    public QuotaProvider() {
        this(
                ServiceLoader.load(ModuleLayer.boot(), DatabaseOpsProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(each -> each.id().equals("jdbi"))
                        .findFirst()
                        .orElseThrow());
    }

    QuotaProvider(DatabaseOpsProvider other) {
        this.other = other;
    }

    @Override
    public String id() {
        return "quota";
    }

    @Override
    public String description() {
        return "as jdbi, with a limit to the databases of a role";
    }

    @Override
    public DatabaseOps open(BackendSettings settings, Fence fence, MeterRegistry meters) {
        var options = settings.options();
        if (!Set.of("limit").containsAll(options.keySet())) {
            throw new IllegalArgumentException(
                    "the backend 'quota' has one option, limit, so not " + options.keySet());
        }
        var limit = Integer.parseInt(options.getOrDefault("limit", "100"));
        return Quota.before(other.open(settings.withOptions(Map.of()), fence, meters), limit);
    }
}
