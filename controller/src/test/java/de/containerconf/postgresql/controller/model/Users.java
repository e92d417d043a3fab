package de.containerconf.postgresql.controller.model;

import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Teams that create, change and delete objects as they like. Not thread-safe.
final class Users {

    static final List<String> NAMES = List.of("x", "y", "z", "w");

    private final FakeCluster cluster;
    private final ManualClock clock;
    private final Random random;

    Users(FakeCluster cluster, ManualClock clock, Random random) {
        this.cluster = cluster;
        this.clock = clock;
        this.random = random;
    }

    /// Does something, and says what.
    String act() {
        var key = "team/" + one(NAMES);
        if (!cluster.exists(key)) {
            cluster.secrets().remove(key + "-db"); // with the former object, by its owner reference
            var spec = spec(key, one(Adversary.DATABASES));
            cluster.create(key, spec);
            return "create %s %s".formatted(key, spec);
        }
        var object = cluster.get(key);
        if (object.paused() && random.nextBoolean()) {
            return annotate(key, PostgreSQLConfig.PAUSED, "no");
        }
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                cluster.delete(key);
                yield "delete " + key;
            }
            case 3, 4 -> {
                var spec = spec(key, object.spec().database());
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
            case 7 -> annotate(key, PostgreSQLConfig.ROTATE_AT, clock.instant().toString());
            case 8 -> spoilSecret(object);
            default -> {
                cluster.setFinalizers(key);
                yield "replace " + key;
            }
        };
    }

    /// Deletes the Secret, or writes a password into it.
    private String spoilSecret(PostgreSQLConfig object) {
        var secret = object.key() + "-db";
        if (!cluster.secrets().has(secret)) {
            return "has no secret " + secret;
        }
        if (random.nextBoolean()) {
            cluster.secrets().remove(secret);
            return "delete secret " + secret;
        }
        cluster.secrets().edit(secret, "password", "guess");
        return "edit secret " + secret;
    }

    private String annotate(String key, String annotation, String value) {
        cluster.annotate(key, annotation, value);
        return "annotate %s %s=%s".formatted(key, annotation, value);
    }

    private Spec spec(String key, @Nullable String database) {
        return new Spec(
                database,
                random.nextInt(20) == 0 ? "" : one(Adversary.ROLES),
                maybe("Delete", "Retain"),
                maybe("Wait", "Terminate"),
                maybe("Never", "Adopt"),
                random.nextInt(10) == 0 ? "Observe" : maybe("Enforce", "Enforce"),
                random.nextInt(3) == 0
                        ? null
                        : new ConnectionSecret.Written(
                                key.substring(key.indexOf('/') + 1) + "-db"));
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
