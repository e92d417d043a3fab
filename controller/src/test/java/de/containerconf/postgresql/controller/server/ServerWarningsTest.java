package de.containerconf.postgresql.controller.server;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.database.MissingRight;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerWarningsTest {

    @Test
    void aServerThatIsTheSameAndLacksNothingIsNoNews() {
        assertThat(ServerWarnings.of(null, info(180_006, "71"))).isEmpty();
        assertThat(ServerWarnings.of(info(180_006, "71"), info(180_006, "71"))).isEmpty();
    }

    @Test
    void anotherServerInItsPlaceIsTold() {
        assertThat(ServerWarnings.of(info(180_006, "71"), info(180_006, "72")))
                .containsExactly(
                        "This is another PostgreSQL server than before: its system identifier is 72, and was 71. What is missing here is not created anew without --accept-server 72.");
    }

    @Test
    void anOldServerIsTold() {
        assertThat(ServerWarnings.of(null, info(140_012, "71")))
                .containsExactly(
                        "PostgreSQL 14.12 is too old: the operator works with 15 and later.");
    }

    @Test
    void aRightThatIsNeededIsToldWithTheRemedyAndOneThatIsNotIsLeftOut() {
        var createdb =
                new MissingRight(
                        "The operator's login 'ops' may not create and rename databases.",
                        "ALTER ROLE \"ops\" CREATEDB;",
                        true);
        var stats = new MissingRight("It does not see.", "GRANT pg_read_all_stats", false);
        assertThat(ServerWarnings.of(null, info(180_006, "71", createdb, stats)))
                .containsExactly(
                        "The operator's login 'ops' may not create and rename databases. An administrator of the server must run: ALTER ROLE \"ops\" CREATEDB;");
    }

    private static ServerInfo info(int version, String identifier, MissingRight... missing) {
        return new ServerInfo(
                version, identifier, "ops", "postgres", false, true, true, null, List.of(missing));
    }
}
