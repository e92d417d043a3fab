package de.containerconf.postgresql.controller.model;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.controller.fixture.FakeSecrets;
import de.containerconf.postgresql.controller.fixture.World;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// How things are when the operator has nothing more to do: every object has what it asks for, or
/// says why not, and that is true.
///
/// @param login as which the operator works
/// @param adversary as whom others use databases
/// @param isConnected whether somebody uses a database
/// @param isDenied whether the operator may not act in the place of a role
record Rest(
        List<PostgreSQLConfig> objects,
        String login,
        String adversary,
        Snapshot world,
        Predicate<String> isConnected,
        Predicate<String> isDenied,
        FakeSecrets secrets) {

    void check() {
        objects.forEach(this::check);
        assertThat(world.databases().values())
                .noneMatch(each -> each.name().startsWith("pgc-") && each.owner().equals(login));
        assertThat(
                        objects.stream()
                                .filter(each -> reason(each).equals("Reconciled"))
                                .map(each -> each.spec().database()))
                .doesNotHaveDuplicates();
    }

    private void check(PostgreSQLConfig object) {
        if (object.deleting() && !object.held()) {
            return;
        }
        var text = "%s %s".formatted(object, world);
        assertThat(object.status().observedGeneration()).as(text).isEqualTo(object.generation());
        assertThat(allowed(object)).as(text).isTrue();
        assertThat(logins(object).count()).as(text).isLessThanOrEqualTo(2);
        if (reason(object).equals("Reconciled") && !object.observing()) {
            var wanted = object.spec().connectionSecret() != null;
            assertThat(
                            wanted
                                    ? logins(object).anyMatch(each -> isWritten(object, each))
                                    : logins(object).findAny().isEmpty())
                    .as(text)
                    .isTrue();
        }
        if (!reason(object).equals("Reconciled")) {
            assertThat(
                            object.status().condition(Condition.STALLED).isPresent()
                                    ^ object.status().condition(Condition.RECONCILING).isPresent())
                    .as(text)
                    .isTrue();
        }
    }

    private Stream<LoginClaim> logins(PostgreSQLConfig object) {
        return world.roles().values().stream()
                .flatMap(each -> each.login().stream())
                .filter(claim -> claim.uid().equals(object.uid()));
    }

    /// Whether the Secret has the password of that login.
    private boolean isWritten(PostgreSQLConfig object, LoginClaim login) {
        var secret = object.key() + "-db";
        return secrets.has(secret)
                && Password.of(secrets.get(secret).data().getOrDefault("password", ""))
                        .key()
                        .equals(login.key());
    }

    /// Whether what it says is so.
    private boolean allowed(PostgreSQLConfig object) {
        var database = String.valueOf(object.spec().database());
        var named = world.named(database);
        return switch (reason(object)) {
            case "OwnerNotAllowed" -> // others made the role, or have a database of it
                    !object.deleting()
                            && object.spec().connectionSecret() != null
                            && isOthers(String.valueOf(object.spec().owner()));
            case "Paused" -> object.paused();
            case "Invalid" -> Desired.of(object) instanceof Desired.Invalid;
            case "DatabaseInUse" -> object.deleting() && isConnected.test(database);
            case "PermissionDenied" ->
                    Stream.of(
                                    Stream.of(String.valueOf(object.spec().owner())),
                                    named.stream().map(Snapshot.Database::owner),
                                    toBeSentAway(object))
                            .flatMap(each -> each)
                            .anyMatch(isDenied);
            case "Reconciled" ->
                    !object.deleting()
                            && named.stream()
                                    .anyMatch(each ->
                                            Rules.holds(object, each)
                                                    && each.owner().equals(object.spec().owner())
                                                    && !each.broken());
            case "NotOwned" ->
                    !object.deleting() && named.stream().anyMatch(Snapshot.Database::unclaimed);
            case "ClaimedByOther" ->
                    !object.deleting()
                            && named.stream()
                                    .anyMatch(each ->
                                            !each.unclaimed() && !Rules.holds(object, each));
            case "Duplicate" ->
                    !object.deleting()
                            && objects.stream()
                                    .filter(each -> !each.uid().equals(object.uid()))
                                    .anyMatch(each -> database.equals(each.spec().database()));
            case "Failed" -> // its holder lives, and names another database
                    !object.deleting()
                            && named.stream()
                                    .flatMap(each -> each.claim().stream())
                                    .anyMatch(claim ->
                                            claim.uid()
                                                    .equals(
                                                            object.annotations()
                                                                    .get(
                                                                            PostgreSQLConfig
                                                                                    .TAKE_OVER_FROM)));
            case "Drifted" -> !object.deleting() && (object.observing() || isRenamed(object));
            default -> false;
        };
    }

    /// Whose sessions the deletion of the object ends.
    private Stream<String> toBeSentAway(PostgreSQLConfig object) {
        return object.deleting()
                        && "Terminate".equals(object.spec().sessionPolicy())
                        && isConnected.test(String.valueOf(object.spec().database()))
                ? Stream.of(adversary)
                : Stream.empty();
    }

    private boolean isOthers(String role) {
        return world.roles().values().stream()
                        .anyMatch(each ->
                                each.name().equals(role)
                                        && !each.comment()
                                                .roleClaim()
                                                .equals(
                                                        new Claimed.By<>(
                                                                new RoleClaim(World.CLUSTER))))
                || world.databases().values().stream()
                        .anyMatch(each ->
                                each.owner().equals(role)
                                        && each.claim()
                                                .filter(claim ->
                                                        claim.cluster().equals(World.CLUSTER))
                                                .isEmpty());
    }

    private boolean isRenamed(PostgreSQLConfig object) {
        return world.databases().values().stream()
                .anyMatch(each ->
                        each.claim().filter(claim -> claim.uid().equals(object.uid())).isPresent()
                                && !each.name().equals(object.spec().database()));
    }

    private static String reason(PostgreSQLConfig object) {
        return object.status().condition(Condition.READY).map(Condition::reason).orElse("");
    }
}
