package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.SessionPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Databases come, change hands and go, and leave nothing behind.
public interface DatabaseLifeContract extends BackendContract {

    @Test
    default void it_appears_owned_claimed_and_open(TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);

        assertThat(databases(postgres))
                .containsExactly(
                        "shop|alice|t|-1|containerconf.de/claim v1 cluster=%s object=shop/%s uid=%s origin=created"
                                .formatted(TestOperator.CLUSTER, UID, UID));
        assertThat(
                        postgres.query(
                                "SELECT rolname, rolcanlogin, shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = 'alice'"))
                .containsExactly(
                        "alice|t|containerconf.de/claim v1 cluster=%s role"
                                .formatted(TestOperator.CLUSTER));
        assertThat(memberships(postgres)).isEmpty();
    }

    @Test
    default void its_owner_changes_and_all_else_stays(
            TestOperator operator, PostgresServer postgres) {
        var before = operator.create("shop", "alice", UID);
        operator.createRole("bob");

        operator.ops().changeOwner(before, new RoleName("bob"));

        var after = operator.state("shop");
        assertThat(after.owner()).isEqualTo("bob");
        assertThat(after.comment()).isEqualTo(before.comment());
        assertThat(after.oid()).isEqualTo(before.oid());
        assertThat(memberships(postgres)).isEmpty();
    }

    @Test
    default void it_is_released_with_the_text_of_people(
            TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        var line = TestOperator.claim(UID).line();
        postgres.execute("COMMENT ON DATABASE shop IS 'it''s ours\n%s\nreally'".formatted(line));

        operator.ops().release(operator.state("shop"));

        assertThat(operator.state("shop").comment().text()).isEqualTo("it's ours\nreally");
        assertThat(operator.state("shop").claim()).isInstanceOf(Claimed.ByNobody.class);
        assertThat(memberships(postgres)).isEmpty();
    }

    @Test
    default void a_comment_that_was_only_the_claim_is_gone_after_release(
            TestOperator operator, PostgresServer postgres) {
        operator.ops().release(operator.create("shop", "alice", UID));

        assertThat(operator.state("shop").comment().text()).isNull();
    }

    @Test
    default void it_is_dropped_and_leaves_nothing(TestOperator operator, PostgresServer postgres) {
        operator.ops().dropDatabase(operator.create("shop", "alice", UID), SessionPolicy.WAIT);

        assertThat(databases(postgres)).isEmpty();
        assertThat(memberships(postgres)).isEmpty();
        assertThat(operator.ops().catalog().role(new RoleName("alice"))).isPresent();
    }

    @Test
    default void a_template_is_dropped_too(TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        postgres.execute("ALTER DATABASE shop IS_TEMPLATE true");

        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);

        assertThat(databases(postgres)).isEmpty();
    }

    @Test
    default void one_whose_drop_was_interrupted_is_dropped(
            TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        postgres.execute("UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'shop'");

        assertThat(operator.state("shop").broken()).isTrue();
        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);

        assertThat(databases(postgres)).isEmpty();
    }

    @Test
    default void a_role_that_exists_is_stale(TestOperator operator, PostgresServer postgres) {
        postgres.execute("CREATE ROLE alice");

        assertThatThrownBy(() -> operator.createRole("alice"))
                .isInstanceOf(DatabaseFailure.Stale.class);
        assertThat(operator.ops().catalog().role(new RoleName("alice")).orElseThrow().claim())
                .isInstanceOf(Claimed.ByNobody.class);
    }

    @Test
    default void a_taken_name_is_stale_and_leaves_nothing(
            TestOperator operator, PostgresServer postgres) {
        postgres.execute("CREATE DATABASE shop");
        operator.createRole("alice");

        assertThatThrownBy(() -> operator.createDatabase("shop", "alice", UID))
                .isInstanceOf(DatabaseFailure.Stale.class);

        assertThat(databases(postgres)).containsExactly("shop|postgres|t|-1|");
        assertThat(memberships(postgres)).isEmpty();
    }

    @Test
    default void a_missing_owner_is_stale_and_creation_goes_on_when_it_is_there(
            TestOperator operator, PostgresServer postgres) {
        assertThatThrownBy(() -> operator.createDatabase("shop", "alice", UID))
                .isInstanceOf(DatabaseFailure.Stale.class);
        assertThat(operator.ops().catalog().unfinished()).containsExactly(UID);

        operator.create("shop", "alice", UID);

        assertThat(databases(postgres)).hasSize(1);
        assertThat(operator.ops().catalog().unfinished()).isEmpty();
    }

    @Test
    default void an_unfinished_one_is_hidden_and_can_be_discarded(
            TestOperator operator, PostgresServer postgres) {
        assertThatThrownBy(() -> operator.createDatabase("shop", "alice", UID))
                .isInstanceOf(DatabaseFailure.Stale.class);
        var catalog = operator.ops().catalog();
        assertThat(catalog.unfinished()).containsExactly(UID);
        assertThat(catalog.databases()).noneMatch(each -> each.name().startsWith("pgc-"));
        assertThat(operator.ops().catalog(new Lookup(Set.of(), Set.of(), Set.of(UID))).unfinished())
                .containsExactly(UID);

        operator.ops().discardUnfinished(UID);

        assertThat(databases(postgres)).isEmpty();
    }

    @Test
    default void private_names_of_others_are_ordinary_databases_and_stay(
            TestOperator operator, PostgresServer postgres) {
        postgres.execute("CREATE ROLE mallory CREATEDB");
        postgres.execute("CREATE DATABASE \"pgc-new-%s\" OWNER mallory".formatted(UID));
        postgres.execute("CREATE DATABASE \"pgc-drop-%s\" OWNER mallory".formatted(UID));

        var state = operator.create("shop", "alice", UID);
        assertThat(operator.ops().catalog().unfinished()).isEmpty();
        assertThat(operator.ops().catalog().databases())
                .anyMatch(each -> each.name().equals("pgc-new-" + UID));
        operator.ops().dropDatabase(state, SessionPolicy.WAIT);
        operator.ops().discardUnfinished(UID);

        assertThat(databases(postgres))
                .containsExactly(
                        "pgc-drop-%s|mallory|t|-1|".formatted(UID),
                        "pgc-new-%s|mallory|t|-1|".formatted(UID));
    }

    @Test
    default void it_is_found_by_its_uid_under_another_name(
            TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        postgres.execute("ALTER DATABASE shop RENAME TO boutique");

        var catalog =
                operator.ops()
                        .catalog(
                                new Lookup(
                                        Set.of(new DatabaseName("shop")), Set.of(), Set.of(UID)));

        assertThat(catalog.database(new DatabaseName("shop"))).isEmpty();
        assertThat(catalog.databasesOf(UID))
                .singleElement()
                .satisfies(each -> assertThat(each.name()).isEqualTo("boutique"));
    }

    @Test
    default void the_server_tells_about_itself(
            TestOperator operator, PostgresServer postgres, Login login, Login.Kind kind) {
        var server = operator.ops().server();

        assertThat(server.major()).isEqualTo(postgres.major());
        assertThat(server.login()).isEqualTo(login.name());
        assertThat(server.maintenanceDatabase()).isEqualTo("postgres");
        assertThat(server.superuser()).isEqualTo(kind == Login.Kind.SUPERUSER);
        assertThat(server.createsDatabases()).isTrue();
        assertThat(server.createsRoles()).isTrue();
        assertThat(postgres.query("SELECT system_identifier FROM pg_control_system()"))
                .containsExactly(server.systemIdentifier());
    }

    private static List<String> databases(PostgresServer postgres) {
        return postgres.query(
                """
                SELECT datname, r.rolname, datallowconn, datconnlimit, shobj_description(d.oid, 'pg_database')
                FROM pg_database d JOIN pg_roles r ON r.oid = datdba
                WHERE datname NOT IN ('postgres', 'template0', 'template1') ORDER BY datname\
                """);
    }

    /// All but those that CREATE ROLE makes by itself from 16 on.
    private static List<String> memberships(PostgresServer postgres) {
        return postgres.query("SELECT * FROM pg_auth_members WHERE grantor <> 10");
    }
}
