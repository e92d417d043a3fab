package de.containerconf.postgresql.api;

import static de.containerconf.postgresql.api.Configs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.database.SessionPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredTest {

    private static final DatabaseName SHOP = new DatabaseName("shop");
    private static final RoleName TEAM = new RoleName("team");
    private static final Violation NUMBER =
            new Violation("spec.owner", "must be text, is a number");

    @Test
    void aValidObjectAsksForItsDatabase() {
        assertThat(Desired.of(Configs.of(spec("shop", "team", null), false)))
                .isEqualTo(new Desired.Present(SHOP, TEAM, null));
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionPolicyIsRead(DeletionPolicy policy) {
        var object = spec("shop", "team", policy.word());
        assertThat(Desired.of(Configs.of(object, false)))
                .isEqualTo(new Desired.Present(SHOP, TEAM, policy));
        assertThat(Desired.of(Configs.of(object, true)))
                .isEqualTo(new Desired.Absent(SHOP, TEAM, policy, SessionPolicy.WAIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "delete", "RETAIN", "Trash", " Retain"})
    void anUnknownDeletionPolicyIsNeverGuessed(String word) {
        for (var deleting : new boolean[] {false, true}) {
            assertThat(invalid(Configs.of(spec("shop", "team", word), deleting)))
                    .isEqualTo("spec.deletionPolicy must be Delete or Retain, or absent");
        }
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThat(invalid(Configs.of(spec(null, "pg_x", "Trash"), false)))
                .isEqualTo(
                        "spec.deletionPolicy must be Delete or Retain, or absent; spec.database must"
                                + " not be empty; spec.owner must not be 'pg_x', which is a role of"
                                + " the server itself");
    }

    @Test
    void whatCannotBeReadIsNotAlsoCalledEmpty() {
        assertThat(invalid(Configs.of(spec("shop", null, null), false, NUMBER)))
                .isEqualTo("spec.owner must be text, is a number");
    }

    @Test
    void anUnreadableFieldMakesALivingObjectInvalidWhateverItIs() {
        var other = new Violation("metadata.annotations", "must be text");
        assertThat(invalid(Configs.of(spec("shop", "team", null), false, other)))
                .isEqualTo("metadata.annotations must be text");
    }

    @Test
    void anObjectThatIsBeingDeletedNeedsNoOwner() {
        assertThat(Desired.of(Configs.of(spec("shop", null, null), true, NUMBER)))
                .isEqualTo(new Desired.Absent(SHOP, null, null, SessionPolicy.WAIT));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"postgres", "pgc-new-1"})
    void anObjectThatIsBeingDeletedNeedsNoDatabase(String database) {
        assertThat(Desired.of(Configs.of(spec(database, "team", "Retain"), true)))
                .isEqualTo(
                        new Desired.Absent(null, TEAM, DeletionPolicy.RETAIN, SessionPolicy.WAIT));
    }

    @Test
    void anUnreadableDeletionPolicyIsNeverTakenForNone() {
        var unreadable = new Violation("spec.deletionPolicy", "must be text, is a list");
        for (var deleting : new boolean[] {false, true}) {
            assertThat(invalid(Configs.of(spec("shop", "team", null), deleting, unreadable)))
                    .isEqualTo("spec.deletionPolicy must be text, is a list");
        }
    }

    @ParameterizedTest
    @CsvSource({"3, True, true", "2, True, false", "3, False, false", "3, Unknown, false"})
    void anObjectIsReadyIfTheReportIsAboutThePresentGeneration(
            long generation, String ready, boolean expected) {
        var condition =
                new Condition(Condition.READY, ready, null, Configs.BEGIN, "Reconciled", "");
        var status =
                new PostgreSQLConfig.Status(generation, List.of(condition), null, null, null, null);
        var object = Configs.of(spec("shop", "team", null), false);
        assertThat(with(object, status).ready()).isEqualTo(expected);
    }

    @Test
    void anObjectThatNobodyLookedAtIsNotReady() {
        assertThat(Configs.of(spec("shop", "team", null), false).ready()).isFalse();
    }

    private static PostgreSQLConfig with(PostgreSQLConfig object, PostgreSQLConfig.Status status) {
        return new PostgreSQLConfig(
                object.key(),
                object.uid(),
                object.resourceVersion(),
                object.generation(),
                object.creationTimestamp(),
                object.deletionTimestamp(),
                object.finalizers(),
                object.annotations(),
                object.spec(),
                status,
                object.unreadable());
    }

    private static String invalid(PostgreSQLConfig object) {
        assertThat(Desired.of(object)).isInstanceOf(Desired.Invalid.class);
        return Desired.of(object) instanceof Desired.Invalid invalid ? invalid.message() : "";
    }
}
