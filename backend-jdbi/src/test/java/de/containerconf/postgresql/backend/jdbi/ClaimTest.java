package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Databases that were there before, and earlier claims.
@EveryPostgres
class ClaimTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final String OTHER = "99999999-2222-3333-4444-555555555555";

    private PostgresServer postgres;
    private Operator operator;

    /// A database of a role that the login may act for, without a claim.
    @BeforeEach
    void open(PostgresServer server, Login login) {
        postgres = server;
        operator = Operator.of(server, login);
        operator.create("shop", "alice", OTHER);
        operator.ops().release(operator.state("shop"));
        postgres.execute("COMMENT ON DATABASE shop IS 'crown jewels'");
    }

    @AfterEach
    void close() {
        operator.close();
    }

    @Test
    void an_unclaimed_database_is_claimed_and_the_text_of_people_stays() {
        operator.ops().claim(operator.state("shop"), Operator.claim(UID, Origin.ADOPTED));

        assertThat(operator.state("shop").comment())
                .isEqualTo(new Comment("crown jewels").with(Operator.claim(UID, Origin.ADOPTED)));
        assertThat(operator.state("shop").owner()).isEqualTo("alice");
        assertThat(memberships()).isEmpty();
    }

    @Test
    void what_changed_since_the_plan_is_not_claimed() {
        var planned = operator.state("shop");
        postgres.execute("COMMENT ON DATABASE shop IS 'mine'");

        assertThatThrownBy(() -> operator.ops().claim(planned, Operator.claim(UID, Origin.ADOPTED)))
                .isInstanceOf(DatabaseFailure.Stale.class);
        assertThat(operator.state("shop").comment()).isEqualTo(new Comment("mine"));
        assertThat(memberships()).isEmpty();
    }

    @Test
    void an_earlier_claim_is_taken_over() {
        operator.ops().claim(operator.state("shop"), Operator.claim(OTHER));

        operator.ops().claim(operator.state("shop"), Operator.claim(UID));

        assertThat(operator.state("shop").claimedBy(UID)).isTrue();
    }

    @Test
    void a_claim_that_cannot_be_read_is_nobodys_to_take() {
        postgres.execute("COMMENT ON DATABASE shop IS 'containerconf.de/claim v9 x=y'");

        assertThatThrownBy(() -> operator.ops().claim(operator.state("shop"), Operator.claim(UID)))
                .isInstanceOf(DatabaseFailure.Conflict.class);
    }

    @Test
    void of_two_who_claim_at_once_one_wins() throws Exception {
        var planned = operator.state("shop");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> both =
                    List.of(() -> claims(planned, UID), () -> claims(planned, OTHER));
            var won = 0;
            for (var result : threads.invokeAll(both)) {
                won += result.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(operator.state("shop").claim()).isNotNull();
        assertThat(memberships()).isEmpty();
    }

    private boolean claims(DatabaseState planned, String uid) {
        try {
            operator.ops().claim(planned, Operator.claim(uid, Origin.ADOPTED));
            return true;
        } catch (DatabaseFailure.Stale lost) {
            return false;
        }
    }

    /// Memberships of the login that let it act for somebody: only borrowed.
    private List<String> memberships() {
        return postgres.query(
                "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE m.member = 'ops'::regrole AND coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, true)"
                        .replace(
                                "'ops'::regrole",
                                "(SELECT oid FROM pg_roles WHERE rolname = 'ops')"));
    }
}
