package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Origin;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Databases that were there before, and earlier claims.
public interface ClaimContract extends BackendContract {

    @Test
    default void an_unclaimed_database_is_claimed_and_the_text_of_people_stays(
            TestOperator operator, PostgresServer postgres) {
        unclaimed(operator, postgres);
        operator.ops().claim(operator.state("shop"), TestOperator.claim(UID, Origin.ADOPTED));

        assertThat(operator.state("shop").comment())
                .isEqualTo(
                        new Comment("crown jewels").with(TestOperator.claim(UID, Origin.ADOPTED)));
        assertThat(operator.state("shop").owner()).isEqualTo("alice");
        assertThat(memberships(postgres)).isEmpty();
    }

    @Test
    default void what_changed_since_the_plan_is_not_claimed(
            TestOperator operator, PostgresServer postgres) {
        unclaimed(operator, postgres);
        var planned = operator.state("shop");
        postgres.execute("COMMENT ON DATABASE shop IS 'mine'");

        assertThatThrownBy(() ->
                        operator.ops().claim(planned, TestOperator.claim(UID, Origin.ADOPTED)))
                .isInstanceOf(DatabaseFailure.Stale.class);
        assertThat(operator.state("shop").comment()).isEqualTo(new Comment("mine"));
        assertThat(memberships(postgres)).isEmpty();
    }

    @Test
    default void an_earlier_claim_is_taken_over(TestOperator operator, PostgresServer postgres) {
        unclaimed(operator, postgres);
        operator.ops().claim(operator.state("shop"), TestOperator.claim(OTHER));

        operator.ops().claim(operator.state("shop"), TestOperator.claim(UID));

        assertThat(operator.state("shop").claimedBy(UID)).isTrue();
    }

    @Test
    default void a_claim_that_cannot_be_read_is_nobodys_to_take(
            TestOperator operator, PostgresServer postgres) {
        unclaimed(operator, postgres);
        postgres.execute("COMMENT ON DATABASE shop IS 'containerconf.de/claim v9 x=y'");

        assertThatThrownBy(
                        () -> operator.ops().claim(operator.state("shop"), TestOperator.claim(UID)))
                .isInstanceOf(DatabaseFailure.Conflict.class);
    }

    @Test
    default void of_two_who_claim_at_once_one_wins(TestOperator operator, PostgresServer postgres)
            throws Exception {
        unclaimed(operator, postgres);
        var planned = operator.state("shop");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> both =
                    List.of(
                            () -> claims(operator, planned, UID),
                            () -> claims(operator, planned, OTHER));
            var won = 0;
            for (var result : threads.invokeAll(both)) {
                won += result.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(operator.state("shop").claim()).isNotNull();
        assertThat(memberships(postgres)).isEmpty();
    }

    /// A database of a role that the login may act for, without a claim.
    private static void unclaimed(TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", OTHER);
        operator.ops().release(operator.state("shop"));
        postgres.execute("COMMENT ON DATABASE shop IS 'crown jewels'");
    }

    private static boolean claims(TestOperator operator, DatabaseState planned, String uid) {
        try {
            operator.ops().claim(planned, TestOperator.claim(uid, Origin.ADOPTED));
            return true;
        } catch (DatabaseFailure.Stale lost) {
            return false;
        }
    }

    /// Memberships of the login that let it act for somebody: only borrowed.
    private static List<String> memberships(PostgresServer postgres) {
        return postgres.query(
                "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE m.member = 'ops'::regrole AND coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, true)"
                        .replace(
                                "'ops'::regrole",
                                "(SELECT oid FROM pg_roles WHERE rolname = 'ops')"));
    }
}
