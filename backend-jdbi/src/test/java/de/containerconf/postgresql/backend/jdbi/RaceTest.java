package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        DROPS_IT_AND_MAKES_ANOTHER(
                "DROP DATABASE shop", "CREATE DATABASE shop TEMPLATE template0 OWNER mallory"),
        RENAMES_IT_AND_MAKES_ANOTHER(
                "ALTER DATABASE shop RENAME TO moved",
                "CREATE DATABASE shop TEMPLATE template0 OWNER mallory"),
        REMOVES_THE_CLAIM("COMMENT ON DATABASE shop IS 'mine now'"),
        CLAIMS_IT("COMMENT ON DATABASE shop IS '%s'".formatted(Operator.claim(OTHER).line())),
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

    @BeforeEach
    void mallory(PostgresServer server, Login ours) {
        postgres = server;
        login = ours;
        postgres.execute("CREATE ROLE mallory");
        // The locks of the operator keep the intruder out: it gives up.
        postgres.execute("SET lock_timeout = '100ms'");
    }

    @ParameterizedTest
    @EnumSource
    void changing_the_owner(Intrusion intrusion) {
        intrude(
                intrusion,
                (operator, shop) -> operator.ops().changeOwner(shop, new RoleName("bob")));
    }

    @ParameterizedTest
    @EnumSource
    void releasing(Intrusion intrusion) {
        intrude(intrusion, (operator, shop) -> operator.ops().release(shop));
    }

    @ParameterizedTest
    @EnumSource
    void dropping(Intrusion intrusion) {
        intrude(
                intrusion,
                (operator, shop) -> operator.ops().dropDatabase(shop, SessionPolicy.WAIT));
    }

    private void intrude(Intrusion intrusion, BiConsumer<Operator, DatabaseState> operation) {
        for (int number = 1, count = number; number <= count; number++) {
            startAgain();
            var foreign = new ArrayList<String>();
            var hook =
                    new StatementHook(
                            number,
                            () -> {
                                if (succeeds(intrusion)) {
                                    foreign.addAll(notOurs());
                                }
                            });
            try (var operator = Operator.of(postgres, login, hook)) {
                var shop = operator.state("shop");
                if (shop.claimedBy(UID)) {
                    operation.accept(operator, shop);
                }
            } catch (DatabaseFailure | NoSuchElementException noticed) {
                assertThat(noticed).isNotInstanceOf(DatabaseFailure.Invalid.class);
            }
            count = hook.count();

            assertThat(notOurs()).as("%s at message %d", intrusion, number).containsAll(foreign);
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

    private void startAgain() {
        postgres.execute("DROP DATABASE IF EXISTS shop");
        postgres.execute("DROP DATABASE IF EXISTS moved");
        postgres.execute("DROP ROLE IF EXISTS alice, bob");
        try (var operator = Operator.of(postgres, login)) {
            operator.create("shop", "alice", UID);
            operator.createRole("bob");
        }
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
