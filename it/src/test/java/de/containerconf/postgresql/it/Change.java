package de.containerconf.postgresql.it;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.time.Instant;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// What users do with the object `shop`, each with what must be there before.
enum Change {
    CREATE {
        @Override
        void prepare(Product product, PostgresServer postgres) {
            // Nothing is there.
        }

        @Override
        void begin(Product product) {
            product.apply(NAME, spec("alice")).ok();
        }
    },
    CHANGE_OWNER {
        @Override
        void begin(Product product) {
            product.apply(NAME, spec("bob")).ok();
        }
    },
    ADOPT {
        @Override
        void prepare(Product product, PostgresServer postgres) {
            postgres.execute("CREATE ROLE alice");
            postgres.execute("CREATE DATABASE shop");
            // Whom the operator may take a database from.
            if (!postgres.query("SELECT FROM pg_roles WHERE rolname = 'ops'").isEmpty()) {
                postgres.execute("GRANT alice TO ops WITH ADMIN OPTION");
                postgres.execute("ALTER DATABASE shop OWNER TO ops");
            }
        }

        @Override
        void begin(Product product) {
            product.apply(NAME, spec("alice", "adoptionPolicy", "Adopt")).ok();
        }
    },
    RELEASE {
        @Override
        void prepare(Product product, PostgresServer postgres) {
            product.apply(NAME, spec("alice", "deletionPolicy", "Retain")).ok();
            product.awaitReady(NAME);
        }

        @Override
        void begin(Product product) {
            product.delete(NAME);
        }
    },
    DROP {
        @Override
        void begin(Product product) {
            product.delete(NAME);
        }
    },
    CREATE_WITH_SECRET {
        @Override
        void prepare(Product product, PostgresServer postgres) {
            // Nothing is there.
        }

        @Override
        void begin(Product product) {
            product.apply(NAME, withSecret()).ok();
        }

        // A login whose password was lost in a crash goes a while after its successor came.
        @Override
        boolean done(Product product) {
            return product.ready(NAME) && product.loginsIssued().size() == 1;
        }
    },
    ROTATE {
        @Override
        void prepare(Product product, PostgresServer postgres) {
            product.apply(NAME, withSecret()).ok();
            product.awaitReady(NAME);
        }

        @Override
        void begin(Product product) {
            product.annotate(NAME, ROTATE_AT, Instant.now().toString());
        }

        // The new login alone is there, and the old one is gone.
        @Override
        boolean done(Product product) {
            var wanted = product.annotation(NAME, ROTATE_AT).map(Instant::parse);
            return product.ready(NAME)
                    && wanted.isPresent()
                    && product.loginsIssued().size() == 1
                    && !product.loginsIssued().getFirst().isBefore(wanted.orElseThrow());
        }
    },
    DROP_WITH_SECRET {
        @Override
        void prepare(Product product, PostgresServer postgres) {
            product.apply(NAME, withSecret()).ok();
            product.awaitReady(NAME);
        }

        @Override
        void begin(Product product) {
            product.delete(NAME);
        }
    };

    static final String NAME = "shop";
    static final String SECRET = "shop-db";
    private static final String ROTATE_AT = "containerconf.de/rotate-at";

    /// Those of a database alone.
    static Stream<Change> ofDatabases() {
        return Stream.of(values()).filter(change -> !change.secret());
    }

    /// Those of a database whose logins are in a Secret.
    static Stream<Change> ofSecrets() {
        return Stream.of(values()).filter(Change::secret);
    }

    private boolean secret() {
        return this == CREATE_WITH_SECRET || this == ROTATE || this == DROP_WITH_SECRET;
    }

    /// Makes what must be there, and waits for it.
    void prepare(Product product, PostgresServer postgres) {
        product.apply(NAME, spec("alice")).ok();
        product.awaitReady(NAME);
    }

    /// Asks for the change.
    abstract void begin(Product product);

    /// Whether it has happened.
    boolean done(Product product) {
        return deletes() ? product.gone(NAME) : product.ready(NAME);
    }

    /// How often the operator compares everything: where something is to be done later, it finds
    /// that then; else it does nothing without need.
    String resync() {
        return this == CREATE_WITH_SECRET || this == ROTATE ? "1s" : "1h";
    }

    /// Waits until it has happened.
    void await(Product product) {
        Awaitility.await().atMost(Product.SOON).until(() -> done(product));
    }

    private boolean deletes() {
        return this == RELEASE || this == DROP || this == DROP_WITH_SECRET;
    }

    private static JsonObject withSecret() {
        var spec = spec("alice");
        var secret = new JsonObject();
        secret.addProperty("name", SECRET);
        spec.add("connectionSecret", secret);
        return spec;
    }

    /// Takes the object away, and nothing else.
    static void remove(Product product) {
        if (!product.gone(NAME)) {
            product.abandon(NAME);
            product.awaitGone(NAME);
        }
    }

    private static JsonObject spec(String owner, String... policy) {
        var spec = new JsonObject();
        spec.addProperty("database", NAME);
        spec.addProperty("owner", owner);
        for (var i = 0; i < policy.length; i += 2) {
            spec.addProperty(policy[i], policy[i + 1]);
        }
        return spec;
    }
}
