package de.containerconf.postgresql.controller.model;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.controller.model.Snapshot.Database;
import de.containerconf.postgresql.controller.model.Snapshot.Role;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What the operator may have done between two moments in which nobody else did anything. Written
/// from the reference pages, not from the planner.
///
/// @param objects as they were before
/// @param login as which the operator works
record Rules(List<PostgreSQLConfig> objects, String login, Snapshot before, Snapshot after) {

    void check() {
        before.databases().values().forEach(this::checkDatabase);
        after.databases().values().stream()
                .filter(each -> !before.databases().containsKey(each.oid()))
                .forEach(this::checkNew);
        checkRoles();
    }

    private void checkDatabase(Database was) {
        var is = after.databases().get(was.oid());
        if (is == null) {
            assertThat(actingOn(was.name()))
                    .as("dropped: %s", was)
                    .anyMatch(each -> holds(each, was) && (was.broken() || dropsIt(each, was)));
            return;
        }
        assertThat(is.name()).isEqualTo(was.name());
        if (!is.owner().equals(was.owner())) {
            assertThat(actingOn(was.name()))
                    .as("given away: %s, now %s", was, is)
                    .anyMatch(each ->
                            !each.deleting()
                                    && holds(each, is)
                                    && is.owner().equals(each.spec().owner()));
        }
        if (!is.comment().equals(was.comment())) {
            assertThat(is.comment().withoutClaim()).isEqualTo(was.comment().withoutClaim());
            assertThat(actingOn(was.name()))
                    .as("claimed, released or marked: %s, now %s", was, is)
                    .anyMatch(each ->
                            each.deleting()
                                    ? lets(each, was, is) || marks(each, was, is)
                                    : takes(each, was, is));
        }
        checkDoor(was, is);
    }

    /// What nobody is dropping lets people in, unless somebody else closed it.
    private void checkDoor(Database was, Database is) {
        if (was.open() && !is.open()) {
            assertThat(is.shut()).as("closed: %s, now %s", was, is).isTrue();
        }
        if (!was.open() && is.open()) {
            assertThat(was.shut()).as("opened: %s, now %s", was, is).isTrue();
        }
        if (was.shut() && !is.shut() && !is.broken()) {
            assertThat(is.open()).as("left closed: %s, now %s", was, is).isTrue();
        }
    }

    private void checkNew(Database database) {
        assertThat(actingOn(database.name()))
                .as("created: %s", database)
                .anyMatch(each ->
                        !each.deleting()
                                && holds(each, database)
                                && database.owner().equals(each.spec().owner())
                                && database.open()
                                && before.databases().values().stream()
                                        .noneMatch(other ->
                                                holds(each, other)
                                                        && !other.name().equals(database.name())));
    }

    private void checkRoles() {
        before.roles()
                .forEach((oid, was) -> {
                    var is = after.roles().get(oid);
                    if (was.login().isPresent() && !was.equals(is)) {
                        checkLogin(was);
                        return;
                    }
                    if (is != null) {
                        assertThat(is).isEqualTo(was);
                        return;
                    }
                    assertThat(was.comment().roleClaim())
                            .isEqualTo(new Claimed.By<>(new RoleClaim(World.CLUSTER)));
                    assertThat(objects)
                            .as("dropped: %s", was)
                            .filteredOn(each -> was.name().equals(each.spec().owner()))
                            .anyMatch(each -> acts(each) && each.deleting())
                            .noneMatch(each -> !each.deleting());
                });
        after.roles().values().stream()
                .filter(each -> !before.roles().containsKey(each.oid()))
                .forEach(each -> {
                    if (each.login().isPresent()) {
                        checkLogin(each);
                        return;
                    }
                    assertThat(objects)
                            .as("created: %s", each)
                            .anyMatch(object ->
                                    acts(object)
                                            && !object.deleting()
                                            && each.name().equals(object.spec().owner()));
                });
    }

    /// Made, restored or dropped for the object whose it is, and no other.
    private void checkLogin(Role login) {
        assertThat(objects)
                .as("login: %s", login)
                .anyMatch(each ->
                        acts(each)
                                && login.login()
                                        .filter(claim ->
                                                claim.uid().equals(each.uid())
                                                        && claim.cluster().equals(World.CLUSTER))
                                        .isPresent());
    }

    // ---- What an object may do

    private Stream<PostgreSQLConfig> stream(String database) {
        return objects.stream()
                .filter(Rules::acts)
                .filter(each -> database.equals(each.spec().database()));
    }

    private List<PostgreSQLConfig> actingOn(String database) {
        return stream(database).toList();
    }

    private static boolean acts(PostgreSQLConfig object) {
        return !object.paused()
                && !object.observing()
                && !(Desired.of(object) instanceof Desired.Invalid);
    }

    static boolean holds(PostgreSQLConfig object, Database database) {
        return database.claim().filter(claim -> isOf(claim, object)).isPresent();
    }

    private static boolean isOf(DatabaseClaim claim, PostgreSQLConfig object) {
        return claim.uid().equals(object.uid()) && claim.cluster().equals(World.CLUSTER);
    }

    private static boolean dropsIt(PostgreSQLConfig object, Database was) {
        var policy = object.spec().deletionPolicy();
        return object.deleting()
                && holds(object, was)
                && (policy == null
                        ? was.claim().orElseThrow().origin() == Origin.CREATED
                        : policy.equals("Delete"));
    }

    private static boolean lets(PostgreSQLConfig object, Database was, Database is) {
        return holds(object, was) && is.unclaimed() && !dropsIt(object, was);
    }

    /// Only who sends sessions away closes the door. It is opened again for what can be ended only
    /// from within.
    private static boolean marks(PostgreSQLConfig object, Database was, Database is) {
        return dropsIt(object, was)
                && "Terminate".equals(object.spec().sessionPolicy())
                && is.claim().equals(was.claim().map(claim -> claim.withDoor(!was.shut())));
    }

    private boolean takes(PostgreSQLConfig object, Database was, Database is) {
        if (!holds(object, is)) {
            return false;
        }
        return was.claim()
                .map(claim ->
                        claim.uid()
                                        .equals(
                                                object.annotations()
                                                        .get(PostgreSQLConfig.TAKE_OVER_FROM))
                                || (claim.cluster().equals(World.CLUSTER)
                                        && claim.object().equals(object.key())
                                        && Stream.of(object.spec().owner(), login)
                                                .filter(Objects::nonNull)
                                                .anyMatch(was.owner()::equals)))
                .filter(allowed -> allowed)
                .orElseGet(() ->
                        "Adopt".equals(object.spec().adoptionPolicy())
                                && (was.unclaimed() || isLetGo(was)));
    }

    /// Whether its holder is being deleted and leaves it.
    private boolean isLetGo(Database was) {
        return actingOn(was.name()).stream()
                .anyMatch(each -> each.deleting() && holds(each, was) && !dropsIt(each, was));
    }
}
