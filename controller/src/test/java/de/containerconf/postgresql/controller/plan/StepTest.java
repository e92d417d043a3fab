package de.containerconf.postgresql.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.SessionPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {

    private static final DatabaseState SHOP =
            new DatabaseState(1, "shop", "old", Comment.NONE, false, false);
    private static final RoleName TEAM = new RoleName("team");

    @Test
    void everyStepCanBeToldAfterwards() {
        var steps =
                List.of(
                        new Step.CreateRole(TEAM),
                        new Step.CreateDatabase(new NewDatabase(new DatabaseName("shop"), TEAM)),
                        new Step.ChangeOwner(SHOP, TEAM),
                        new Step.Claim(SHOP, claim(Origin.ADOPTED)),
                        new Step.Claim(SHOP, claim(Origin.CREATED)),
                        new Step.Release(SHOP),
                        new Step.Drop(SHOP, SessionPolicy.WAIT),
                        new Step.DiscardUnfinished());
        assertThat(steps)
                .extracting(Step::done)
                .containsExactly(
                        "created role 'team'",
                        "created database 'shop' with owner 'team'",
                        "changed owner of database 'shop' from 'old' to 'team'",
                        "adopted database 'shop'",
                        "claimed database 'shop'",
                        "released database 'shop'",
                        "dropped database 'shop'",
                        "discarded what an interrupted operation left");
    }

    private static DatabaseClaim claim(Origin origin) {
        return new DatabaseClaim("c-1", new ObjectKey("team", "a"), "u-1", origin);
    }
}
