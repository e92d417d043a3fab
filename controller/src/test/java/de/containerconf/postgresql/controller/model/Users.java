package de.containerconf.postgresql.controller.model;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Teams that create, change and delete objects as they like. Not thread-safe.
final class Users {

    static final List<String> NAMES = List.of("x", "y", "z", "w");

    private final FakeCluster cluster;
    private final Random random;

    Users(FakeCluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    /// Does something, and says what.
    String act() {
        var key = "team/" + one(NAMES);
        if (!cluster.exists(key)) {
            var spec = spec(one(Adversary.DATABASES));
            cluster.create(key, spec);
            return "create %s %s".formatted(key, spec);
        }
        var object = cluster.get(key);
        if (object.paused() && random.nextBoolean()) {
            return annotate(key, PostgreSQLConfig.PAUSED, "no");
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                cluster.delete(key);
                yield "delete " + key;
            }
            case 3, 4 -> {
                var spec = spec(object.spec().database());
                cluster.edit(key, spec);
                yield "edit %s %s".formatted(key, spec);
            }
            case 5 ->
                    annotate(key, PostgreSQLConfig.PAUSED, random.nextInt(3) == 0 ? "true" : "no");
            case 6 ->
                    annotate(
                            key,
                            PostgreSQLConfig.TAKE_OVER_FROM,
                            "uid-" + (1 + random.nextInt(12)));
            default -> {
                cluster.setFinalizers(key);
                yield "replace " + key;
            }
        };
    }

    private String annotate(String key, String annotation, String value) {
        cluster.annotate(key, annotation, value);
        return "annotate %s %s=%s".formatted(key, annotation, value);
    }

    private Spec spec(@Nullable String database) {
        return new Spec(
                database,
                random.nextInt(20) == 0 ? "" : one(Adversary.ROLES),
                maybe("Delete", "Retain"),
                maybe("Wait", "Terminate"),
                maybe("Never", "Adopt"),
                random.nextInt(10) == 0 ? "Observe" : maybe("Enforce", "Enforce"));
    }

    private @Nullable String maybe(String some, String other) {
        return switch (random.nextInt(4)) {
            case 0 -> some;
            case 1 -> other;
            default -> null;
        };
    }

    private String one(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
