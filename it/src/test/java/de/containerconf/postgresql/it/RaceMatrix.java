package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody else interferes at every point: what is then not ours stays as it is, and the object
/// says how it stands.
abstract class RaceMatrix extends MatrixTest {

    /// Who connects waits for the lock of the operator, and no setting of the server ends that.
    private static final String PATIENCE_SECONDS = "1";

    private static final Set<String> UNSETTLED = Set.of("", "Pending", "Progressing", "Deleting");

    /// What somebody else does to the database `shop`, if it is there and nobody locks it.
    enum Intruder {
        RENAMES("ALTER DATABASE shop RENAME TO moved"),
        DROPS("DROP DATABASE shop"),
        REPLACES("DROP DATABASE shop", "CREATE DATABASE shop TEMPLATE template0 OWNER mallory"),
        TAKES_THE_NAME("CREATE DATABASE shop TEMPLATE template0 OWNER mallory"),
        GIVES_AWAY("ALTER DATABASE shop OWNER TO mallory"),
        GIVES_AWAY_UNCLAIMED(
                "ALTER DATABASE shop OWNER TO mallory", "COMMENT ON DATABASE shop IS 'mine'"),
        REMOVES_THE_CLAIM("COMMENT ON DATABASE shop IS 'mine'"),
        CLAIMS(
                """
                COMMENT ON DATABASE shop IS
                'containerconf.de/claim v1 cluster=other object=a/b uid=00000000-0000-0000-0000-000000000000 origin=created'\
                """),
        CONNECTS;

        private final String first;
        private final String then;

        Intruder() {
            this("SELECT 1");
        }

        Intruder(String statement) {
            this(statement, "SELECT 1");
        }

        Intruder(String first, String then) {
            this.first = first;
            this.then = then;
        }
    }

    private volatile @Nullable Connection session;

    RaceMatrix(Login.Kind login) {
        super(login);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsNotOursStaysAsItIs(Change change) {
        postgres.execute("CREATE ROLE mallory");
        var points = 0;
        try (var product = start(change)) {
            var stride = stride(17, 3);
            var first = 1;
            var end = Integer.MAX_VALUE;
            for (var intruder : Intruder.values()) {
                // Each begins with another, so that together they leave no point out.
                first = first % stride + 1;
                var number = first;
                while (number < end && disturbed(product, change, intruder, number)) {
                    points++;
                    number += stride;
                }
                // A full run looks for the end again, as an intruder may make more of them.
                end = FullCounts.wanted() ? end : number;
            }
        }
        assertThat(points).isPositive();
        System.out.printf(
                "race matrix: %s as %s, %s: %d points%n", change, login, api.kind(), points);
    }

    /// Lets the intruder act at a point.
    ///
    /// @return false if all was done before there were so many points
    private boolean disturbed(Product product, Change change, Intruder intruder, int number) {
        change.prepare(product, postgres);
        // The locks of the operator keep others out: they give up.
        postgres.execute("SET lock_timeout = '100ms'");
        var foreign = new ArrayList<String>();
        boundaries.arm(
                number,
                () -> {
                    if (succeeds(intruder)) {
                        foreign.addAll(notOurs(product, change));
                    }
                    return false;
                });
        change.begin(product);
        await().atMost(Product.SOON)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> settled(product));
        var reached = boundaries.reached();
        boundaries.disarm();
        patienceAgain();

        assertThat(notOurs(product, change))
                .as("%s, and somebody %s at point %d", change, intruder, number)
                .containsAll(foreign);
        leave(product, change);
        clean(product);
        return reached;
    }

    /// Who connected is still there; when they go, the operator does what it was asked for.
    private void leave(Product product, Change change) {
        if (session == null) {
            return;
        }
        try (var ours = session) {
            session = null;
            assertThat(ours.isValid(5)).as("%s ends no session", change).isTrue();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
        change.await(product);
    }

    private static boolean settled(Product product) {
        var condition = product.condition(Change.NAME);
        return product.gone(Change.NAME)
                || (condition.current() && !UNSETTLED.contains(condition.reason()));
    }

    private boolean succeeds(Intruder intruder) {
        try {
            if (intruder == Intruder.CONNECTS) {
                session = connect();
            }
            postgres.execute(intruder.first);
            postgres.execute(intruder.then);
            return true;
        } catch (IllegalStateException | SQLException lockedOrGone) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", postgres.superuser().name());
        properties.setProperty("password", postgres.superuser().password());
        properties.setProperty("socketTimeout", PATIENCE_SECONDS);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/shop".formatted(postgres.host(), postgres.port()),
                properties);
    }

    /// Every database without a claim of our object; where it adopts, only what it may not adopt.
    private List<String> notOurs(Product product, Change change) {
        return postgres.query(
                """
                SELECT oid, datname, datdba, comment, datallowconn
                FROM (SELECT *, coalesce(shobj_description(oid, 'pg_database'), '') AS comment
                      FROM pg_database) AS d
                WHERE NOT starts_with(datname, 'pgc-') AND strpos(comment, ?) = 0
                  AND (datname <> ? OR strpos(comment, 'containerconf.de/claim') > 0)\
                """,
                "object=" + product.key(Change.NAME),
                change == Change.ADOPT ? Change.NAME : "");
    }

    @Override
    void clean(Product product) {
        Change.remove(product);
        postgres.execute("DROP DATABASE IF EXISTS moved WITH (FORCE)");
        super.clean(product);
    }

    @AfterEach
    void patienceAgain() {
        postgres.execute("RESET lock_timeout");
    }
}
