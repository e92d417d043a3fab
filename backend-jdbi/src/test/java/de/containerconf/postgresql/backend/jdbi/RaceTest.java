package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody else changes the database before each message of each operation. What is not ours after
/// that must stay as it is.
@EveryPostgres
class RaceTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final String OTHER = "99999999-2222-3333-4444-555555555555";

    private PostgresServer postgres;
    private Login login;

    /// What somebody else does to the database `shop`.
    enum Intrusion {
        REMOVES_THE_CLAIM("COMMENT ON DATABASE shop IS 'mine now'"),
        DROPS_IT_AND_MAKES_ANOTHER(
                "DROP DATABASE shop", "CREATE DATABASE shop TEMPLATE template0 OWNER mallory"),
        RENAMES_IT_AND_MAKES_ANOTHER(
                "ALTER DATABASE shop RENAME TO moved",
                "CREATE DATABASE shop TEMPLATE template0 OWNER mallory"),
        CLAIMS_IT("COMMENT ON DATABASE shop IS '%s'".formatted(TestOperator.claim(OTHER).line())),
        GIVES_IT_AWAY_WITHOUT_THE_CLAIM(
                "ALTER DATABASE shop OWNER TO mallory", "COMMENT ON DATABASE shop IS NULL");

        private final String first;
        private final String then;

        Intrusion(String statement) {
            this(statement, "SELECT 1");
        }

        Intrusion(String first, String then) {
            this.first = first;
            this.then = then;
        }
    }

    static List<Intrusion> intrusions() {
        return List.of(Intrusion.values()).subList(0, FullCounts.of(2, Intrusion.values().length));
    }

    @BeforeEach
    void mallory(PostgresServer server, Login ours) {
        postgres = server;
        login = ours;
        postgres.execute("CREATE ROLE mallory");
        // The locks of the operator keep the intruder out: it gives up.
        postgres.execute("SET lock_timeout = '100ms'");
        try (var operator = Jdbi.operator(postgres, login)) {
            operator.createRole("alice");
            operator.createRole("bob");
        }
    }

    @ParameterizedTest
    @MethodSource("intrusions")
    void changing_the_owner(Intrusion intrusion) {
        intrude(
                intrusion,
                (operator, shop) -> operator.ops().changeOwner(shop, new RoleName("bob")));
    }

    @ParameterizedTest
    @MethodSource("intrusions")
    void releasing(Intrusion intrusion) {
        intrude(intrusion, (operator, shop) -> operator.ops().release(shop));
    }

    @ParameterizedTest
    @MethodSource("intrusions")
    void dropping(Intrusion intrusion) {
        intrude(
                intrusion,
                (operator, shop) -> operator.ops().dropDatabase(shop, SessionPolicy.WAIT));
    }

    private void intrude(Intrusion intrusion, BiConsumer<TestOperator, DatabaseState> operation) {
        var undisturbed = StatementHook.counter();
        run(operation, undisturbed);
        assertThat(undisturbed.count()).isGreaterThan(3);

        for (var number = 1; number <= undisturbed.count(); number++) {
            var foreign = new ArrayList<String>();
            run(
                    operation,
                    new StatementHook(
                            number,
                            () -> {
                                if (succeeds(intrusion)) {
                                    foreign.addAll(notOurs());
                                }
                            }));

            assertThat(notOurs()).as("%s at message %d", intrusion, number).containsAll(foreign);
        }
    }

    private void run(BiConsumer<TestOperator, DatabaseState> operation, StatementHook hook) {
        startAgain();
        try (var operator = Jdbi.operator(postgres, login, hook)) {
            var shop = operator.state("shop");
            if (shop.claimedBy(UID)) {
                operation.accept(operator, shop);
            }
        } catch (DatabaseFailure | NoSuchElementException noticed) {
            assertThat(noticed).isNotInstanceOf(DatabaseFailure.Invalid.class);
        }
    }

    private boolean succeeds(Intrusion intrusion) {
        try {
            postgres.execute(intrusion.first);
            postgres.execute(intrusion.then);
            return true;
        } catch (IllegalStateException lockedOrGone) {
            return false;
        }
    }

    /// Makes what is called `shop` ours, because a new database takes its time.
    private void startAgain() {
        postgres.execute("DROP DATABASE IF EXISTS moved");
        if (postgres.query("SELECT FROM pg_database WHERE datname = 'shop'").isEmpty()) {
            postgres.execute("CREATE DATABASE shop");
        }
        postgres.execute("ALTER DATABASE shop OWNER TO alice");
        postgres.execute(
                "COMMENT ON DATABASE shop IS '%s'".formatted(TestOperator.claim(UID).line()));
    }

    private List<String> notOurs() {
        return postgres.query(
                """
                SELECT d.oid, datname, datdba, shobj_description(d.oid, 'pg_database'), datallowconn
                FROM pg_database d
                WHERE coalesce(shobj_description(d.oid, 'pg_database'), '') NOT LIKE '%uid=' || ? || '%'\
                """,
                UID);
    }
}
