package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Lookup;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is on the server.
public interface CatalogContract extends BackendContract {

    @Test
    default void what_is_there_is_found_by_name_and_by_uid(
            TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        operator.create("other", "bob", OTHER);
        postgres.execute("CREATE DATABASE theirs");

        var found =
                operator.ops()
                        .catalog(
                                new Lookup(
                                        Set.of(new DatabaseName("theirs")),
                                        Set.of(new RoleName("alice")),
                                        Set.of(UID)));

        assertThat(found.databases()).extracting(DatabaseState::name).contains("theirs", "shop");
        assertThat(found.databasesOf(UID)).extracting(DatabaseState::name).containsExactly("shop");
        assertThat(found.role(new RoleName("alice"))).isPresent();
        assertThat(found.database(new DatabaseName("other"))).isEmpty();
    }

    @Test
    default void both_ways_to_read_agree(TestOperator operator) {
        var state = operator.create("shop", "alice", UID);

        assertThat(operator.ops().catalog().database(new DatabaseName("shop"))).contains(state);
    }

    @Test
    default void an_empty_lookup_finds_nothing(TestOperator operator) {
        var catalog = operator.ops().catalog(new Lookup(Set.of(), Set.of(), Set.of()));

        assertThat(catalog.databases()).isEmpty();
        assertThat(catalog.roles()).isEmpty();
    }

    @Test
    default void two_claims_are_unclear(TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        postgres.execute(
                "COMMENT ON DATABASE shop IS '%s\n%s'"
                        .formatted(
                                TestOperator.claim(UID).line(), TestOperator.claim(OTHER).line()));

        assertThat(
                        operator.ops()
                                .catalog()
                                .database(new DatabaseName("shop"))
                                .orElseThrow()
                                .claim())
                .isInstanceOf(Claimed.Unclear.class);
        assertThat(operator.state("shop").claim()).isInstanceOf(Claimed.Unclear.class);
    }
}
