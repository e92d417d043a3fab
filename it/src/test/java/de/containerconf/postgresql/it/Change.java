package de.containerconf.postgresql.it;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.PostgresServer;

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
    };

    static final String NAME = "shop";

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

    /// Waits until it has happened.
    void await(Product product) {
        if (deletes()) {
            product.awaitGone(NAME);
        } else {
            product.awaitReady(NAME);
        }
    }

    private boolean deletes() {
        return this == RELEASE || this == DROP;
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
