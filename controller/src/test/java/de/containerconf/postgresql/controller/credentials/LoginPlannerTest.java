package de.containerconf.postgresql.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.AdoptionPolicy;
import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.controller.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every case, word by word. Times are minutes.
class LoginPlannerTest {

    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofHours(1);

    @Test
    void withoutALoginOneIsMade() {
        assertThat(plan(0, null)).containsExactly("create login");
    }

    @Test
    void aLoginThatTheSecretHoldsIsKept() {
        assertThat(plan(100_000, "a", login("a", 0))).containsExactly("keep a");
    }

    @Test
    void aLoginWhosePasswordNobodyHasIsReplaced() {
        assertThat(plan(5, null, login("a", 0))).containsExactly("create login");
        assertThat(plan(5, "lost", login("a", 0))).containsExactly("create login");
    }

    @Test
    void ofSeveralWhosePasswordNobodyHasTheLatestStaysForAWhile() {
        assertThat(plan(5, null, login("a", 0), login("b", 4)))
                .containsExactly("drop login 'a' (Terminate)", "create login");
    }

    @Test
    void whatTheSecretDoesNotHoldYetWasHalfMade() {
        assertThat(plan(5, "a", login("a", 0), login("b", 4)))
                .containsExactly("keep a", "drop login 'b' (Wait)");
    }

    @Test
    void aReplacedLoginStaysUntilApplicationsNoticed() {
        assertThat(plan(1, "b", login("a", -9), login("b", 0))).containsExactly("keep b");
        assertThat(plan(2, "b", login("a", -9), login("b", 0)))
                .containsExactly("keep b", "drop login 'a' (Wait)");
        assertThat(plan(59, "b", login("a", -9), login("b", 0)))
                .containsExactly("keep b", "drop login 'a' (Wait)");
    }

    @Test
    void afterTheGraceItGoesWhoeverUsesIt() {
        assertThat(plan(60, "b", login("a", -9), login("b", 0)))
                .containsExactly("keep b", "drop login 'a' (Terminate)");
    }

    @Test
    void everyLoginThatIsKeptActsForTheOwner() {
        var stray = new LoginState(login("a", -9).role(), claim("a", -9), true, "bob", "shop");
        var disabled = new LoginState(login("b", 0).role(), claim("b", 0), false, "alice", "shop");

        assertThat(plan(1, "b", stray, disabled))
                .containsExactly(
                        "restore login 'b' of owner 'alice'",
                        "restore login 'a' of owner 'alice'",
                        "keep b");
        assertThat(plan(60, "b", stray, disabled))
                .containsExactly(
                        "restore login 'b' of owner 'alice'",
                        "keep b",
                        "drop login 'a' (Terminate)");
    }

    @Test
    void anAgeOrATimeRotatesAndNeverWhileTwoAreThere() {
        var aged = desired(Duration.ofMinutes(30), null);
        assertThat(plan(aged, 29, "a", login("a", 0))).containsExactly("keep a");
        assertThat(plan(aged, 30, "a", login("a", 0))).containsExactly("create login");
        assertThat(plan(aged, 30, "b", login("a", -1), login("b", 0)))
                .containsExactly("keep b", "drop login 'a' (Wait)");

        var timed = desired(null, minute(10));
        assertThat(plan(timed, 9, "a", login("a", 0))).containsExactly("keep a");
        assertThat(plan(timed, 10, "a", login("a", 0))).containsExactly("create login");
        assertThat(plan(timed, 11, "a", login("a", 10))).containsExactly("keep a");
    }

    @Test
    void whereNoneIsAskedForAllGoWhenNobodyUsesThem() {
        assertThat(words(LoginPlanner.none(List.of(login("a", 0), login("b", 1)))))
                .containsExactly("drop login 'a' (Wait)", "drop login 'b' (Wait)");
    }

    private static List<String> plan(int now, @Nullable String key, LoginState... logins) {
        return plan(desired(null, null), now, key, logins);
    }

    private static List<String> plan(
            Desired.Present desired, int now, @Nullable String key, LoginState... logins) {
        return words(LoginPlanner.plan(desired, List.of(logins), key, minute(now), GRACE));
    }

    private static List<String> words(LoginPlan plan) {
        var words = new ArrayList<String>();
        plan.first().forEach(each -> words.add(words(each)));
        if (plan.issue()) {
            words.add("create login");
        } else if (plan.current() != null) {
            words.add("keep " + plan.current().name());
        }
        plan.later().forEach(each -> words.add(words(each)));
        return words;
    }

    private static String words(Step step) {
        return step instanceof Step.DropLogin(_, var sessions)
                ? step.description() + (sessions == SessionPolicy.WAIT ? " (Wait)" : " (Terminate)")
                : step.description();
    }

    private static Desired.Present desired(@Nullable Duration after, @Nullable Instant at) {
        return new Desired.Present(
                new DatabaseName("shop"),
                new RoleName("alice"),
                null,
                AdoptionPolicy.NEVER,
                null,
                new ConnectionSecret("shop-db", Map.of(), Map.of(), after),
                at);
    }

    private static LoginState login(String name, int issued) {
        var claim = claim(name, issued);
        var role = new RoleState(1, name, new Comment(claim.line()), false);
        return new LoginState(role, claim, true, "alice", "shop");
    }

    /// The key is the name.
    private static LoginClaim claim(String name, int issued) {
        return new LoginClaim("c-1", new ObjectKey("team", "shop"), "u-1", name, minute(issued));
    }

    private static Instant minute(int minute) {
        return BEGIN.plus(Duration.ofMinutes(minute));
    }
}
