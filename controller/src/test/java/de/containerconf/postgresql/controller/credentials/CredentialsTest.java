package de.containerconf.postgresql.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.controller.fixture.FakeSecrets;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private static final String OBJECT = "team/shop";
    private static final String SECRET = "team/shop-db";
    private static final Duration MOMENT = Duration.ofMinutes(3);

    private World world = new World();

    @Test
    void anObjectHasASecretWithALoginThatWorks() {
        create(null);

        assertThat(world.ready(OBJECT)).startsWith("True Reconciled");
        assertThat(login().name()).matches("shop-[0-9a-f]{8}");
        assertThat(login().serves("shop", "alice")).isTrue();
        assertThat(secrets().get(SECRET).data())
                .containsEntry("username", login().name())
                .containsEntry("host", "pg.example")
                .containsEntry("type", "postgresql");
        assertThat(key()).isEqualTo(login().claim().key());
        assertThat(condition()).isEqualTo("True Reconciled");
        assertThat(world.events(OBJECT))
                .anyMatch(
                        each -> each.startsWith("Normal SecretCreated: Created Secret 'shop-db'"));
    }

    @Test
    void atRestNothingIsWrittenAndTheSecretIsReadInRoundsOnly() {
        create(null);
        var writes = secrets().writes();
        var reads = secrets().calls().size();
        var statements = world.postgres().calls().size();

        for (var resync = 0; resync < 20; resync++) {
            world.resync().elapse(Duration.ofSeconds(30));
        }
        assertThat(secrets().calls()).hasSize(reads);
        assertThat(world.postgres().calls()).hasSize(statements + 20);
        world.lookAtSecrets();

        assertThat(secrets().calls()).hasSize(reads + 1);
        assertThat(secrets().writes()).isEqualTo(writes);
        assertThat(world.postgres().calls()).hasSize(statements + 20);
    }

    @Test
    void aSecretOfOthersIsNeverWritten() {
        secrets().put(SECRET, "somebody", Map.of("password", "theirs"));
        create(null);

        assertThat(world.ready(OBJECT)).startsWith("False SecretNotOwned");
        assertThat(condition()).isEqualTo("False SecretNotOwned");
        assertThat(secrets().writes()).isEmpty();
        assertThat(logins()).isEmpty();

        secrets().remove(SECRET);
        world.resync();

        assertThat(world.ready(OBJECT)).startsWith("True Reconciled");
    }

    @Test
    void aSecretThatWasDeletedIsWrittenAnewAndItsLoginKeptForAWhile() {
        create(null);
        var former = login();
        secrets().remove(SECRET);
        world.resync().lookAtSecrets();

        assertThat(logins()).hasSize(2).first().isEqualTo(former);
        assertThat(key()).isEqualTo(logins().getLast().claim().key());

        world.elapse(MOMENT).resync();

        assertThat(logins()).hasSize(1).doesNotContain(former);
    }

    @Test
    void aFieldThatWasEditedIsRepairedAndAPasswordReplaced() {
        create(null);
        secrets().edit(SECRET, "host", "elsewhere");
        secrets().edit(SECRET, "theirs", "stays");
        world.resync().lookAtSecrets();

        assertThat(secrets().get(SECRET).data())
                .containsEntry("host", "pg.example")
                .containsEntry("theirs", "stays");
        assertThat(logins()).hasSize(1);

        secrets().edit(SECRET, "password", "guess");
        world.resync().lookAtSecrets();

        assertThat(key()).isEqualTo(logins().getLast().claim().key());
        assertThat(logins()).hasSize(2);
    }

    @Test
    void aLoginThatWasChangedByHandIsRestored() {
        create(null);
        var before = login();
        world.postgres().put(new LoginState(before.role(), before.claim(), false, null, null));
        world.resync();

        assertThat(login()).isEqualTo(before);
        world.postgres().removeLogin(before.name());
        world.resync();

        assertThat(login().name()).isNotEqualTo(before.name());
        assertThat(key()).isEqualTo(login().claim().key());
    }

    @Test
    void aNewOwnerIsWhoTheLoginActsFor() {
        create(null);
        world.cluster().edit(OBJECT, spec("bob", null));
        world.settle();

        assertThat(login().serves("shop", "bob")).isTrue();
    }

    @Test
    void theAnnotationRotatesOnceAndTheOldLoginStaysWhileItIsUsed() {
        create(null);
        var former = login();
        world.postgres().logIn(former.name());
        world.elapse(Duration.ofHours(2));
        rotateNow();

        assertThat(logins()).hasSize(2);
        assertThat(key()).isEqualTo(logins().getLast().claim().key());
        world.elapse(Duration.ofMinutes(30)).resync();
        assertThat(logins()).contains(former);

        world.elapse(Duration.ofMinutes(31)).resync();

        assertThat(logins()).hasSize(1).doesNotContain(former);
        world.elapse(Duration.ofDays(9)).resync();
        assertThat(logins()).hasSize(1);
        assertThat(world.ready(OBJECT)).startsWith("True");
    }

    @Test
    void aSecondRotationWaitsForTheEndOfTheFirst() {
        create(null);
        world.postgres().logIn(login().name());
        for (var rotation = 0; rotation < 5; rotation++) {
            world.elapse(Duration.ofSeconds(10));
            rotateNow();
            assertThat(logins()).hasSize(2);
        }
        world.elapse(Duration.ofHours(1)).resync();
        world.resync().elapse(MOMENT).resync();

        assertThat(logins()).hasSize(1);
    }

    @Test
    void theAgeOfALoginRotatesIt() {
        create("1h");
        var first = login();
        world.elapse(Duration.ofMinutes(59)).resync();
        assertThat(logins()).containsExactly(first);

        world.elapse(Duration.ofMinutes(1)).resync();
        assertThat(logins()).hasSize(2);
        world.elapse(MOMENT).resync();

        assertThat(logins()).hasSize(1).doesNotContain(first);
    }

    @Test
    void loginsGoWithTheDatabase() {
        create(null);
        world.cluster().delete(OBJECT);
        world.settle();

        assertThat(world.postgres().databases()).isEmpty();
        assertThat(logins()).isEmpty();
        assertThat(world.postgres().role("alice")).isEmpty();
    }

    @Test
    void retainedLoginsAreNamed() {
        world.cluster().create(OBJECT, spec("alice", null, "Retain"));
        world.settle();
        var kept = login();
        world.cluster().delete(OBJECT);
        world.settle();

        assertThat(logins()).containsExactly(kept);
        assertThat(world.events(OBJECT))
                .contains(
                        "Normal LoginsKept: Login '%s' stays for database 'shop', and must be dropped by hand when nobody needs it any more; the Secret goes"
                                .formatted(kept.name()));
    }

    @Test
    void withoutTheFieldTheLoginGoesWhenNobodyUsesIt() {
        create(null);
        world.postgres().logIn(login().name());
        world.cluster().edit(OBJECT, new Spec("shop", "alice", null));
        world.settle();

        assertThat(world.ready(OBJECT)).startsWith("True");
        assertThat(logins()).hasSize(1);

        world.postgres().logOut(login().name());
        world.resync();

        assertThat(logins()).isEmpty();
        assertThat(world.cluster().get(OBJECT).status().condition(Condition.CREDENTIALS_READY))
                .isEmpty();
        assertThat(secrets().has(SECRET)).isTrue();
    }

    @Test
    void nobodyGetsALoginWithTheRightsOfAnotherNamespace() {
        world.cluster().create("victim/shop", "crown_jewels", "crown");
        world.settle();
        world.cluster().create(OBJECT, spec("crown", null));
        world.settle();

        assertThat(world.ready(OBJECT)).startsWith("False OwnerNotAllowed: A login for");
        assertThat(logins()).isEmpty();
        assertThat(world.ready("victim/shop")).startsWith("True");

        world.cluster().edit("victim/shop", new Spec("crown_jewels", "crown", "Retain"));
        world.cluster().delete("victim/shop");
        world.settle().resync();

        assertThat(world.ready(OBJECT)).startsWith("False OwnerNotAllowed");
        assertThat(logins()).isEmpty();
    }

    @Test
    void nobodyGetsALoginWithTheRightsOfARoleThatWasThereBefore() {
        world.postgres().putRole("alice", false);
        create(null);

        assertThat(world.ready(OBJECT)).startsWith("False OwnerNotAllowed");
        assertThat(condition()).isEqualTo("False OwnerNotAllowed");
        assertThat(world.postgres().databases()).contains("shop");
        assertThat(logins()).isEmpty();

        world.cluster().edit(OBJECT, spec("shop_team", null));
        world.settle();

        assertThat(world.ready(OBJECT)).startsWith("True");
    }

    @Test
    void aLaterObjectElsewhereKeepsNobodyOut() {
        create(null);
        world.elapse(Duration.ofMinutes(1));
        world.cluster().create("mallory/shop", "another", "alice");
        world.settle().resync();
        rotateNow();

        assertThat(world.ready(OBJECT)).startsWith("True");
        assertThat(logins()).hasSize(2);
    }

    @Test
    void whereTheResourceIsLeftOutTheObjectSaysSoAndCostsNothing() {
        create(null);
        world = world.restartWithoutCredentials();
        world.resync();

        assertThat(world.ready(OBJECT)).startsWith("False CredentialsDisabled: Nobody writes");
        assertThat(condition()).isEqualTo("False CredentialsDisabled");
        assertThat(world.cluster().get(OBJECT).status().condition(Condition.STALLED)).isPresent();
        var statements = world.postgres().calls().size();
        world.resync().resync();
        assertThat(world.postgres().calls()).hasSize(statements + 2);

        world = world.restart();
        world.resync();
        assertThat(world.ready(OBJECT)).startsWith("True");

        world = world.restartWithoutCredentials();
        world.resync();
        world.cluster().edit(OBJECT, new Spec("shop", "alice", null));
        world.settle();
        assertThat(world.ready(OBJECT)).startsWith("True");
        assertThat(condition()).isEmpty();
    }

    @Test
    void whoWasToldWhyThereIsNoLoginCostsNothing() {
        world.postgres().putRole("alice", false);
        create(null);
        var statements = world.postgres().calls().size();

        world.resync().resync();

        assertThat(world.ready(OBJECT)).startsWith("False OwnerNotAllowed");
        assertThat(world.postgres().calls()).hasSize(statements + 2);
    }

    @Test
    void aMissingRightOnSecretsIsSaidAndHarmsNothingElse() {
        secrets()
                .onCall(_ -> {
                    throw new ClusterFailure.Denied("secrets is forbidden");
                });
        world.cluster().create("team/other", "other", "alice");
        create(null);

        assertThat(world.ready("team/other")).startsWith("True");
        assertThat(world.ready(OBJECT))
                .startsWith("False PermissionDenied: The operator's account may not get, create");
        assertThat(world.postgres().databases()).contains("shop");
        assertThat(logins()).isEmpty();

        secrets().onCall(_ -> {});
        world.elapse(Duration.ofMinutes(1));

        assertThat(world.ready(OBJECT)).startsWith("True");
    }

    @Test
    void whileWritingIsForbiddenOneLoginIsMadeAndNoMore() {
        secrets()
                .onCall(verb -> {
                    if (!verb.equals("get")) {
                        throw new ClusterFailure.Denied("secrets is forbidden");
                    }
                });
        create(null);
        var made = login();
        for (var minute = 0; minute < 5; minute++) {
            world.elapse(Duration.ofMinutes(1));
        }
        assertThat(logins()).containsExactly(made);

        secrets().onCall(_ -> {});
        world.elapse(Duration.ofMinutes(1));

        assertThat(logins()).containsExactly(made);
        assertThat(key()).isEqualTo(made.claim().key());
    }

    @Test
    void aCrashAnywhereConvergesAndLeavesTwoLoginsAtMost() {
        var number = 0;
        while (true) {
            world = new World();
            var crash = new Crash(++number);
            world.postgres().onCall(crash::at);
            secrets().onCall(crash::at);
            untilTheCrash(this::life);
            world.postgres().onCall(_ -> {});
            secrets().onCall(_ -> {});
            assertThat(logins()).as("crash %d", number).hasSizeLessThanOrEqualTo(2);
            world = world.restart();
            world.relist();
            world.settle();
            if (!world.cluster().list().isEmpty()) {
                world.elapse(Duration.ofMinutes(6)).resync();
                world.lookAtSecrets().elapse(MOMENT).resync();
                world.resync().elapse(MOMENT).resync();
                assertThat(logins()).as("crash %d", number).hasSize(1);
                assertThat(key()).isEqualTo(login().claim().key());
                assertThat(login().serves("shop", "alice")).isTrue();
                world.cluster().delete(OBJECT);
                world.settle();
            }
            assertThat(logins()).isEmpty();
            assertThat(world.postgres().databases()).isEmpty();
            if (!crash.happened()) {
                break;
            }
        }
        assertThat(number).isGreaterThan(12);
    }

    /// Creates, rotates, ends the rotation.
    private void life() {
        create(null);
        world.elapse(Duration.ofMinutes(5));
        rotateNow();
        world.elapse(MOMENT).resync();
    }

    /// A login of the future is the latest, and its age counts from its time on.
    @Test
    void a_clock_that_is_set_leads_to_one_rotation_at_most() {
        create("1h");
        world.elapse(Duration.ofMinutes(1)).resync();

        world.setWallClock(Duration.ofHours(5)).resync();
        assertThat(created()).isEqualTo(2);
        elapseWithResyncs(20);
        assertThat(created()).isEqualTo(2);

        world.setWallClock(Duration.ofHours(-5)).resync();
        elapseWithResyncs(20);
        assertThat(created()).isEqualTo(2);
        rotateNow();
        elapseWithResyncs(20);
        assertThat(created()).isEqualTo(2); // it is the latest, by its own time

        world.setWallClock(Duration.ofHours(5)).resync();
        elapseWithResyncs(50);
        assertThat(created()).isEqualTo(3);
        assertThat(logins().getLast().claim().key()).isEqualTo(key());
        assertThat(world.ready(OBJECT)).startsWith("True");
    }

    @Test
    void a_clock_that_is_set_back_keeps_a_replaced_login_and_no_more_than_one() {
        create(null);
        world.postgres().logIn(login().name());
        world.elapse(Duration.ofHours(2));
        rotateNow();
        assertThat(logins()).hasSize(2);

        world.setWallClock(Duration.ofHours(-5)).resync();
        for (var rotation = 0; rotation < 5; rotation++) {
            rotateNow();
            elapseWithResyncs(1);
        }
        assertThat(logins()).hasSize(2);
        assertThat(created()).isEqualTo(2);
        assertThat(key()).isEqualTo(logins().getLast().claim().key());

        world.setWallClock(Duration.ZERO).elapse(Duration.ofHours(1)).resync();
        assertThat(logins()).hasSize(1);
    }

    private void elapseWithResyncs(int minutes) {
        for (var minute = 0; minute < minutes; minute++) {
            world.elapse(Duration.ofMinutes(1)).resync();
        }
    }

    /// How many logins were made so far.
    private long created() {
        return world.postgres().calls().stream()
                .filter(call -> call.startsWith("createLogin"))
                .count();
    }

    private static void untilTheCrash(Runnable life) {
        try {
            life.run();
        } catch (Crashed over) {
            assertThat(over).hasMessage("crashed");
        }
    }

    private void create(@Nullable String rotateAfter) {
        world.cluster().create(OBJECT, spec("alice", rotateAfter));
        world.settle();
    }

    private void rotateNow() {
        world.cluster().annotate(OBJECT, PostgreSQLConfig.ROTATE_AT, world.now().toString());
        world.settle().resync();
    }

    private static Spec spec(String owner, @Nullable String rotateAfter) {
        return spec(owner, rotateAfter, null);
    }

    private static Spec spec(
            String owner, @Nullable String rotateAfter, @Nullable String deletionPolicy) {
        return new Spec(
                "shop",
                owner,
                deletionPolicy,
                null,
                null,
                null,
                new ConnectionSecret.Written("shop-db", Map.of(), Map.of(), rotateAfter));
    }

    private FakeSecrets secrets() {
        return world.cluster().secrets();
    }

    private List<LoginState> logins() {
        return world.postgres().logins();
    }

    private LoginState login() {
        assertThat(logins()).hasSize(1);
        return logins().getFirst();
    }

    /// That of the password in the Secret.
    private String key() {
        return Password.of(secrets().get(SECRET).data().getOrDefault("password", "")).key();
    }

    private String condition() {
        return world.cluster()
                .get(OBJECT)
                .status()
                .condition(Condition.CREDENTIALS_READY)
                .map(each -> each.status() + " " + each.reason())
                .orElse("");
    }

    /// The process ends at one call.
    private static final class Crash {

        private final AtomicInteger left;

        Crash(int number) {
            left = new AtomicInteger(number);
        }

        void at(String call) {
            if (left.get() > 0 && left.decrementAndGet() == 0) {
                throw new Crashed();
            }
        }

        boolean happened() {
            return left.get() == 0;
        }
    }

    private static final class Crashed extends Error {

        private static final long serialVersionUID = 1L;

        Crashed() {
            super("crashed");
        }
    }
}
