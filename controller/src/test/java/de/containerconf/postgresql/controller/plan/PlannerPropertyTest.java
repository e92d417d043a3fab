package de.containerconf.postgresql.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.AdoptionPolicy;
import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.DeletionPolicy;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// Invariant 1 in random worlds: what is not ours is not touched, and what is planned leads to
/// rest.
class PlannerPropertyTest {

    private static final List<String> DATABASES = List.of("shop", "admin", "other");
    private static final List<String> ROLES = List.of("team", "old", "mighty", FakePostgres.LOGIN);
    private static final Subject ME = subject("c-1", "default/me", "u-1", 10);
    private static final List<Subject> SUBJECTS =
            List.of(
                    ME,
                    subject("c-1", "team/older", "u-2", 5),
                    subject("c-1", "team/younger", "u-3", 15),
                    subject("c-1", "default/me", "u-4", 1), // an earlier object of our name
                    subject("c-2", "default/me", "u-1", 10)); // our uid in another cluster

    @Property(tries = 1_000)
    void aDatabaseWithoutOurClaimIsNeverTouched(@ForAll("worlds") Situation world) {
        for (var step : world.plan(false).steps()) {
            var touched =
                    switch (step) {
                        case Step.Drop(var database, _) -> Optional.of(database);
                        case Step.Release(var database) -> Optional.of(database);
                        case Step.ChangeOwner(var database, _) -> Optional.of(database);
                        case Step.CloseDatabase(var database) -> Optional.of(database);
                        case Step.PutBack(var database, _, _) -> Optional.of(database);
                        case Step.Claim(var database, var claim) -> {
                            assertThat(ME.holds(claim)).isTrue();
                            assertThat(mayBeTaken(world, database)).isTrue();
                            yield Optional.<DatabaseState>empty();
                        }
                        case Step.CreateRole _,
                                Step.CreateDatabase _,
                                Step.DropRole _,
                                Step.CreateLogin _,
                                Step.RestoreLogin _,
                                Step.DropLogin _,
                                Step.DiscardUnfinished _ ->
                                Optional.<DatabaseState>empty();
                    };
            touched.ifPresent(database ->
                    assertThat(String.valueOf(database.comment().text()).lines())
                            .filteredOn(line -> line.startsWith("containerconf.de/claim "))
                            .singleElement()
                            .asString()
                            .contains(" cluster=c-1 ", " uid=u-1 "));
        }
    }

    /// Nobody's, if adoption is wanted; an earlier one of our name, if nobody else owns it; or one
    /// that a person named, if an administrator allows it. Never one whose holder lives, and never
    /// one that cannot be read.
    private static boolean mayBeTaken(Situation world, DatabaseState database) {
        var desired = (Desired.Present) world.desired();
        return switch (database.claim()) {
            case Claimed.ByNobody<DatabaseClaim>() ->
                    desired.adoptionPolicy() == AdoptionPolicy.ADOPT;
            case Claimed.By<DatabaseClaim>(var claim) ->
                    world.rivals().stream().noneMatch(each -> each.holds(claim))
                            && ((world.takeOver() && claim.uid().equals(desired.takeOverFrom()))
                                    || (claim.object().equals(ME.key())
                                            && claim.cluster().equals("c-1")
                                            && Set.of(desired.owner().value(), FakePostgres.LOGIN)
                                                    .contains(database.owner())));
            case Claimed.Unclear<DatabaseClaim> _ -> false;
        };
    }

    @Property(tries = 1_000)
    void onlyTheNamedDatabaseIsEverTouchedAndNoneThatIsRefused(@ForAll("worlds") Situation world) {
        var plan = world.plan(false);
        var before =
                world.server().databases().stream()
                        .map(name -> world.state(name).orElseThrow())
                        .toList();
        world.execute(plan);
        for (var database : before) {
            var named = database.name().equals(world.database());
            if (!named || plan.verdict() instanceof Plan.Verdict.Refuse) {
                assertThat(world.state(database.name())).contains(database);
            }
        }
        if (plan.verdict() instanceof Plan.Verdict.Refuse) {
            assertThat(plan.steps()).isEmpty();
        }
    }

    @Property(tries = 1_000)
    void anExecutedPlanLeadsToRest(@ForAll("worlds") Situation world) {
        var first = world.plan(false);
        world.execute(first);
        if (first.steps().stream().anyMatch(Step.PutBack.class::isInstance)) {
            world.execute(world.plan(false));
        }
        var second = world.plan(false);
        assertThat(second.steps()).allMatch(step -> triedInVain(step, first));
        if (first.verdict() instanceof Plan.Verdict.Proceed) {
            assertThat(second.verdict()).isEqualTo(first.verdict());
        }
    }

    private static boolean triedInVain(Step step, Plan before) {
        return (step instanceof Step.DropRole || step instanceof Step.PutBack)
                && before.steps().contains(step);
    }

    /// Until a database is dropped, its deletion can be called off.
    @Property(tries = 1_000)
    void whatIsWholeIsNotLostToAnObjectThatKeepsIt(@ForAll("worlds") Situation world) {
        for (var look = 1; look <= 3; look++) {
            world.execute(world.plan(false));
        }
        world.halfDropped()
                .filter(each -> keeps(world.desired(), each))
                .ifPresent(each -> assertThat(world.server().oids()).contains(each.oid()));
    }

    private static boolean keeps(Desired desired, DatabaseState database) {
        var origin =
                database.claim() instanceof Claimed.By<DatabaseClaim>(var claim) && ME.holds(claim)
                        ? claim.origin()
                        : null;
        return origin != null
                && switch (desired) {
                    case Desired.Present _, Desired.Invalid _ -> true;
                    case Desired.Absent(_, _, var policy, _) ->
                            policy == null
                                    ? origin == Origin.ADOPTED
                                    : policy == DeletionPolicy.RETAIN;
                };
    }

    @Property(tries = 1_000)
    void onlyARoleOfOursGoesAndOnlyWithTheLastObjectThatNamesIt(@ForAll("worlds") Situation world) {
        for (var step : world.plan(false).steps()) {
            if (step instanceof Step.DropRole(var role)) {
                assertThat(world.desired())
                        .isInstanceOfSatisfying(
                                Desired.Absent.class,
                                gone -> {
                                    assertThat(gone.owner()).hasToString(role.name());
                                    assertThat(gone.deletionPolicy())
                                            .isNotEqualTo(DeletionPolicy.RETAIN);
                                });
                assertThat(world.sharer()).isNull();
                assertThat(role.privileged()).isFalse();
                assertThat(role.comment().text()).contains(new RoleClaim("c-1").line());
            }
        }
    }

    @Property(tries = 1_000)
    void whatTheBulkReadShowsLeadsToTheSamePlan(@ForAll("worlds") Situation world) {
        var some = world.plan(false);
        var all = world.plan(true);
        assertThat(all.verdict()).isEqualTo(some.verdict());
        assertThat(all.steps())
                .extracting(Step::description)
                .containsExactlyElementsOf(some.steps().stream().map(Step::description).toList());
    }

    @Property(tries = 1_000)
    void ofAllWhoWantADatabaseAtMostOneMayHaveIt(@ForAll("worlds") Situation world) {
        var wanting = SUBJECTS.subList(0, 3);
        var desired = new Desired.Present(new DatabaseName("shop"), new RoleName("team"), null);
        var winners =
                wanting.stream()
                        .map(subject ->
                                Planner.plan(
                                        subject,
                                        desired,
                                        new Observed(
                                                world.server().server(),
                                                world.server().catalog(),
                                                wanting.stream()
                                                        .filter(each -> !each.equals(subject))
                                                        .toList())))
                        .filter(plan -> plan.verdict() instanceof Plan.Verdict.Proceed);
        assertThat(winners).hasSizeLessThanOrEqualTo(1);
    }

    @Provide
    Arbitrary<Situation> worlds() {
        var comments = comments();
        var databases =
                Combinators.combine(
                                Arbitraries.of(DATABASES),
                                Arbitraries.of(ROLES),
                                comments,
                                Arbitraries.of(true, false, false))
                        .as((name, owner, comment, broken) ->
                                new DatabaseState(
                                        name.hashCode(), name, owner, comment, false, broken))
                        .list()
                        .uniqueElements(DatabaseState::name)
                        .ofMaxSize(3);
        var roles =
                Combinators.combine(Arbitraries.of(ROLES), roleComments())
                        .as((name, comment) ->
                                new RoleState(
                                        name.hashCode(), name, comment, name.equals("mighty")))
                        .list()
                        .uniqueElements(RoleState::name)
                        .ofMaxSize(4);
        var rivals = Arbitraries.of(SUBJECTS.subList(1, 3)).set().ofMaxSize(2);
        var unfinished = Arbitraries.of("u-1", "u-2").set().ofMaxSize(2);
        var halfDropped =
                comments.map(comment ->
                                new DatabaseState(
                                        99, "pgc-drop", FakePostgres.LOGIN, comment, false, false))
                        .injectNull(0.5);
        var sharers = Arbitraries.of("team/other").map(ObjectKey::parse).injectNull(0.8);
        return Combinators.combine(
                        databases,
                        roles,
                        rivals,
                        unfinished,
                        halfDropped,
                        desires(),
                        Combinators.combine(sharers, Arbitraries.of(true, false)).as(Others::new))
                .as(PlannerPropertyTest::world);
    }

    private static Arbitrary<Comment> roleComments() {
        return Arbitraries.of(
                Comment.NONE,
                new Comment("a text\n" + new RoleClaim("c-1").line()),
                new Comment(new RoleClaim("c-1").line()),
                new Comment(new RoleClaim("c-2").line()),
                new Comment(ME.claim(Origin.CREATED).line()));
    }

    private static Arbitrary<Comment> comments() {
        var people = Arbitraries.of("", "a text\n", "containerconf.de/claims?\n");
        var claims =
                Arbitraries.of(SUBJECTS)
                        .flatMap(subject ->
                                Arbitraries.of(Origin.class)
                                        .map(origin -> subject.claim(origin).line()));
        var broken =
                Arbitraries.of(
                        "containerconf.de/claim v2 cluster=c-1 uid=u-1",
                        "containerconf.de/claim v1 cluster=c-1 uid=u-1",
                        new RoleClaim("c-1").line());
        return Combinators.combine(
                        people, Arbitraries.oneOf(claims, claims, broken).list().ofMaxSize(2))
                .as((text, lines) -> new Comment(text + String.join("\n", lines)));
    }

    private static Arbitrary<Desired> desires() {
        var names = Arbitraries.of(DATABASES).map(DatabaseName::new);
        var policies = Arbitraries.of(DeletionPolicy.class).injectNull(0.4);
        var adoptions = Arbitraries.of(AdoptionPolicy.class);
        var takeOvers = Arbitraries.of("u-2", "u-4", "u-9").injectNull(0.6);
        Arbitrary<Desired> present =
                Combinators.combine(
                                names,
                                Arbitraries.of(ROLES).map(RoleName::new),
                                policies,
                                adoptions,
                                takeOvers)
                        .as(Desired.Present::new);
        var sessions = Arbitraries.of(SessionPolicy.class);
        Arbitrary<Desired> absent =
                Combinators.combine(
                                names.injectNull(0.1),
                                Arbitraries.of(ROLES).map(RoleName::new).injectNull(0.1),
                                policies,
                                sessions)
                        .as(Desired.Absent::new);
        return Arbitraries.oneOf(present, absent);
    }

    private static Situation world(
            List<DatabaseState> databases,
            List<RoleState> roles,
            Set<Subject> rivals,
            Set<String> unfinished,
            @Nullable DatabaseState halfDropped,
            Desired desired,
            Others others) {
        var server = new FakePostgres();
        databases.forEach(server::put);
        roles.forEach(server::put);
        unfinished.forEach(server::putUnfinished);
        if (halfDropped != null) {
            server.putHalfDropped(halfDropped, ME.uid());
        }
        return new Situation(
                server,
                List.copyOf(rivals),
                Optional.ofNullable(halfDropped),
                desired,
                others.sharer,
                others.takeOver);
    }

    private static Subject subject(String cluster, String key, String uid, int age) {
        return new Subject(cluster, ObjectKey.parse(key), uid, Instant.ofEpochSecond(age));
    }

    /// Whatever else has a say.
    record Others(@Nullable ObjectKey sharer, boolean takeOver) {}

    record Situation(
            FakePostgres server,
            List<Subject> rivals,
            Optional<DatabaseState> halfDropped,
            Desired desired,
            @Nullable ObjectKey sharer,
            boolean takeOver) {

        Plan plan(boolean bulk) {
            var names =
                    DATABASES.stream()
                            .filter(each -> each.equals(database()))
                            .map(DatabaseName::new)
                            .collect(Collectors.toSet());
            var roles =
                    switch (desired) {
                        case Desired.Present present -> Set.of(present.owner());
                        case Desired.Absent(_, var owner, _, _) when owner != null -> Set.of(owner);
                        case Desired.Absent _, Desired.Invalid _ -> Set.<RoleName>of();
                    };
            var catalog =
                    bulk
                            ? server.catalog()
                            : server.catalog(new Lookup(names, roles, Set.of(ME.uid())));
            return Planner.plan(
                    ME,
                    desired,
                    new Observed(
                            server.server(),
                            catalog,
                            rivals,
                            sharer,
                            false,
                            new Approvals(null, takeOver)));
        }

        private void putBack(DatabaseState database, DatabaseName name, @Nullable RoleName owner) {
            try {
                server.putBack(database, name, owner);
            } catch (DatabaseFailure.Conflict taken) {
                assertThat(server.databases()).contains(name.value());
            }
        }

        private void drop(RoleState role) {
            try {
                server.dropRole(role);
            } catch (DatabaseFailure.InUse stays) {
                assertThat(server.databases())
                        .anyMatch(name -> state(name).orElseThrow().owner().equals(role.name()));
            }
        }

        String database() {
            return switch (desired) {
                case Desired.Present present -> present.database().value();
                case Desired.Absent(var database, _, _, _) ->
                        database == null ? "" : database.value();
                case Desired.Invalid _ -> "";
            };
        }

        Optional<DatabaseState> state(String name) {
            return server.database(name);
        }

        void execute(Plan plan) {
            for (var step : plan.steps()) {
                switch (step) {
                    case Step.CreateRole(var role) -> server.createRole(role, new RoleClaim("c-1"));
                    case Step.CreateDatabase(var database) ->
                            server.createDatabase(
                                    database,
                                    new DatabaseClaim("c-1", ME.key(), ME.uid(), Origin.CREATED));
                    case Step.ChangeOwner(var database, var owner) ->
                            server.changeOwner(database, owner);
                    case Step.CloseDatabase(var database) -> server.closeToPublic(database);
                    case Step.Release(var database) -> server.release(database);
                    case Step.Claim(var database, var claim) -> server.claim(database, claim);
                    case Step.Drop(var database, var sessions) ->
                            server.dropDatabase(database, sessions);
                    case Step.DropRole(var role) -> drop(role);
                    case Step.CreateLogin(var login, var claim) -> server.createLogin(login, claim);
                    case Step.RestoreLogin(var login, var owner, var database) ->
                            server.restoreLogin(login, owner, database);
                    case Step.DropLogin(var login, var sessions) ->
                            server.dropLogin(login, sessions);
                    case Step.PutBack(var database, var name, var owner) ->
                            putBack(database, name, owner);
                    case Step.DiscardUnfinished() -> server.discardUnfinished(ME.uid());
                }
            }
        }
    }
}
