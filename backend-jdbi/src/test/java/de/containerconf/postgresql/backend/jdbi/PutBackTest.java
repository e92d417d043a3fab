package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A database whose deletion stopped between the rename and the DROP is whole.
@EveryPostgres
class PutBackTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final DatabaseName SHOP = new DatabaseName("shop");
    private static final RoleName ALICE = new RoleName("alice");

    private PostgresServer postgres;
    private TestOperator operator;
    private String before;

    @BeforeEach
    void interruptDeletion(PostgresServer server, Login login) throws SQLException {
        postgres = server;
        operator = Jdbi.operator(server, login);
        operator.create("shop", "alice", UID);
        try (var session = postgres.connection(postgres.superuser(), "shop");
                var statement = session.createStatement()) {
            statement.execute("CREATE TABLE crown AS SELECT generate_series(1, 10) AS jewel");
        }
        before = databases().getFirst();
        postgres.execute("ALTER DATABASE shop RENAME TO \"pgc-drop-%s\"".formatted(UID));
        postgres.execute(
                "ALTER DATABASE \"pgc-drop-%s\" OWNER TO \"%s\"".formatted(UID, login.name()));
    }

    @AfterEach
    void close() {
        operator.close();
    }

    @Test
    void it_gets_its_name_and_owner_back() throws SQLException {
        assertThat(operator.ops().catalog().halfDropped(UID)).isPresent();

        operator.ops().putBack(halfDropped(), SHOP, ALICE);

        assertThat(databases()).containsExactly(before);
        assertThat(operator.ops().catalog().unfinished()).isEmpty();
        assertThat(operator.ops().catalog().halfDropped(UID)).isEmpty();
        try (var session = postgres.connection(postgres.superuser(), "shop");
                var statement = session.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM crown")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(10);
        }
    }

    @Test
    void it_stays_with_the_operators_login_if_there_is_no_owner(Login login) {
        operator.ops().putBack(halfDropped(), SHOP, null);

        assertThat(operator.state("shop").owner()).isEqualTo(login.name());
    }

    @Test
    void it_lets_people_in_again() throws SQLException {
        var name = "\"pgc-drop-%s\"".formatted(UID);
        postgres.execute(
                "COMMENT ON DATABASE %s IS '%s door=shut'"
                        .formatted(name, halfDropped().comment().text()));
        postgres.execute("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name));

        operator.ops().putBack(halfDropped(), SHOP, ALICE);

        assertThat(databases()).containsExactly(before);
        postgres.connection(postgres.superuser(), "shop").close();
    }

    @Test
    void it_waits_for_those_who_are_connected_to_it() throws SQLException {
        try (var session = postgres.connection(postgres.superuser(), "pgc-drop-" + UID)) {
            assertThatThrownBy(() -> operator.ops().putBack(halfDropped(), SHOP, ALICE))
                    .isInstanceOf(DatabaseFailure.InUse.class);
            assertThat(session.isValid(5)).isTrue();
        }
    }

    @Test
    void another_database_of_its_name_is_in_the_way_and_nothing_happens() {
        postgres.execute("CREATE DATABASE shop");
        var all = databases();

        assertThatThrownBy(() -> operator.ops().putBack(halfDropped(), SHOP, ALICE))
                .isInstanceOf(DatabaseFailure.Conflict.class)
                .hasMessage(
                        "The database 'pgc-drop-%s' cannot have its name 'shop' back, because another one has it."
                                .formatted(UID));

        assertThat(databases()).isEqualTo(all);
    }

    @Test
    void what_is_somebody_elses_by_now_stays_as_it_is() {
        var expected = halfDropped();
        postgres.execute("COMMENT ON DATABASE \"pgc-drop-%s\" IS 'mine'".formatted(UID));
        var all = databases();

        assertThatThrownBy(() -> operator.ops().putBack(expected, SHOP, ALICE))
                .isInstanceOf(DatabaseFailure.Stale.class);

        assertThat(databases()).isEqualTo(all);
        assertThat(operator.ops().catalog().halfDropped(UID)).isEmpty();
    }

    private DatabaseState halfDropped() {
        return operator.ops()
                .catalog(new Lookup(Set.of(SHOP), Set.of(ALICE), Set.of(UID)))
                .halfDropped(UID)
                .orElseThrow();
    }

    private List<String> databases() {
        return postgres.query(
                """
                SELECT datname, r.rolname, datallowconn, datconnlimit, datacl, shobj_description(d.oid, 'pg_database')
                FROM pg_database d JOIN pg_roles r ON r.oid = datdba
                WHERE datname = 'shop' OR datname LIKE 'pgc-%' ORDER BY datname\
                """);
    }
}
