package de.containerconf.postgresql.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.containerconf.postgresql.api.ObjectKey;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommentTest {

    private static final String LINE =
            "containerconf.de/claim v1 cluster=c-1 object=default/example uid=u-1 origin=created";
    private static final DatabaseClaim CLAIM =
            new DatabaseClaim("c-1", ObjectKey.parse("default/example"), "u-1", Origin.CREATED);

    @Test
    void aDatabaseClaimIsWrittenExactlySo() {
        assertThat(CLAIM.line()).isEqualTo(LINE);
        assertThat(
                        new DatabaseClaim(
                                        "6f1c4e5a-0000-4000-8000-000000000001",
                                        ObjectKey.parse("team-a/orders.db"),
                                        "0b9d6c1e-0000-4000-8000-000000000002",
                                        Origin.ADOPTED,
                                        Map.of("z", "1", "b", ""))
                                .line())
                .isEqualTo(
                        "containerconf.de/claim v1 cluster=6f1c4e5a-0000-4000-8000-000000000001"
                                + " object=team-a/orders.db uid=0b9d6c1e-0000-4000-8000-000000000002"
                                + " origin=adopted b= z=1");
    }

    @Test
    void aRoleClaimIsWrittenExactlySo() {
        assertThat(new RoleClaim("c-1").line())
                .isEqualTo("containerconf.de/claim v1 cluster=c-1 role");
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(new Comment(LINE).databaseClaim()).isEqualTo(new Claimed.By<>(CLAIM));
        assertThat(new Comment(new RoleClaim("c-1").line()).roleClaim())
                .isEqualTo(new Claimed.By<>(new RoleClaim("c-1")));
    }

    @Property
    void theTextOfPeopleSurvivesAClaim(@ForAll("people") String people) {
        var comment = new Comment(people);
        assertThat(comment.with(CLAIM).withoutClaim()).isEqualTo(comment);
        assertThat(comment.with(CLAIM).databaseClaim()).isEqualTo(new Claimed.By<>(CLAIM));
        assertThat(comment.databaseClaim()).isEqualTo(new Claimed.ByNobody<>());
    }

    @Property
    void aSecondClaimTakesThePlaceOfTheFirst(@ForAll("people") String people) {
        var other = new DatabaseClaim("c-1", CLAIM.object(), "u-2", Origin.ADOPTED);
        assertThat(new Comment(people).with(CLAIM).with(other))
                .isEqualTo(new Comment(people).with(other));
    }

    @Property
    void keysOfALaterVersionAreKept(@ForAll("others") Map<String, String> others) {
        var claim = new DatabaseClaim("c-1", CLAIM.object(), "u-1", Origin.CREATED, others);
        assertThat(Comment.NONE.with(claim).databaseClaim()).isEqualTo(new Claimed.By<>(claim));
    }

    @Test
    void aClosedDoorIsMarkedAndTheMarkGoesAsItCame() {
        var shut = CLAIM.withDoor(true);
        assertThat(shut.line()).isEqualTo(LINE + " door=shut");
        assertThat(shut.shut()).isTrue();
        assertThat(new Comment(shut.line()).databaseClaim()).isEqualTo(new Claimed.By<>(shut));
        assertThat(shut.withDoor(true)).isEqualTo(shut);
        assertThat(shut.withDoor(false)).isEqualTo(CLAIM);
        assertThat(CLAIM.shut()).isFalse();
    }

    @Test
    void keysMayComeInAnyOrderAndWithAnySpace() {
        var line =
                "containerconf.de/claim  v1\tuid=u-1 origin=created later=x object=default/example  cluster=c-1 \r";
        assertThat(new Comment("text\r\n" + line + "\nmore").databaseClaim())
                .isEqualTo(
                        new Claimed.By<>(
                                new DatabaseClaim(
                                        "c-1",
                                        CLAIM.object(),
                                        "u-1",
                                        Origin.CREATED,
                                        Map.of("later", "x"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "containerconf.de/claim",
                "containerconf.de/claim ",
                "containerconf.de/claim\r",
                "containerconf.de/claim v1",
                "containerconf.de/claim v2 cluster=c-1 object=default/example uid=u-1 origin=created",
                "containerconf.de/claim V1 cluster=c-1 object=default/example uid=u-1 origin=created",
                "containerconf.de/claim cluster=c-1 object=default/example uid=u-1 origin=created",
                "containerconf.de/claim v1 object=default/example uid=u-1 origin=created",
                "containerconf.de/claim v1 cluster=c-1 uid=u-1 origin=created",
                "containerconf.de/claim v1 cluster=c-1 object=default/example origin=created",
                "containerconf.de/claim v1 cluster=c-1 object=default/example uid=u-1",
                "containerconf.de/claim v1 cluster= object=default/example uid=u-1 origin=created",
                "containerconf.de/claim v1 cluster=c-1 object=example uid=u-1 origin=created",
                "containerconf.de/claim v1 cluster=c-1 object=a/b/c uid=u-1 origin=created",
                "containerconf.de/claim v1 cluster=c-1 object=default/example uid=u'1 origin=created",
                "containerconf.de/claim v1 cluster=c-1 object=default/example uid=u-1 origin=stolen",
                "containerconf.de/claim v1 cluster=c-1 object=default/example uid=u-1 origin=created junk",
                "containerconf.de/claim v1 cluster=c-1 object=default/example uid=u-1 origin=created =x",
                "containerconf.de/claim v1 cluster=c-1 object=default/example uid=u-1 origin=created uid=u-2",
                "containerconf.de/claim v1 cluster=c-1 object=default/example uid=u-1 origin=created a= a=",
                "containerconf.de/claim v1 cluster=c-1 role",
                "containerconf.de/claim\u2003v1 cluster=c-1 object=default/example uid=u-1 origin=created"
            })
    void aClaimThatCannotBeReadIsUnclear(String line) {
        assertThat(new Comment("text\n" + line).databaseClaim())
                .isEqualTo(
                        new Claimed.Unclear<>(
                                "has a claim that this version does not read: " + line.strip()));
    }

    @Test
    void twoClaimsAreUnclearEvenIfTheyAreTheSame() {
        assertThat(new Comment(LINE + "\n" + LINE).databaseClaim())
                .isEqualTo(new Claimed.Unclear<>("has 2 claim lines"));
        assertThat(new Comment(LINE + "\ntext\n" + LINE.replace("v1", "v9")).databaseClaim())
                .isEqualTo(new Claimed.Unclear<>("has 2 claim lines"));
    }

    @Test
    void aLongLineIsNotQuotedWhole() {
        var line = "containerconf.de/claim " + "😀".repeat(100_000);
        assertThat(new Comment(line).databaseClaim())
                .isInstanceOfSatisfying(
                        Claimed.Unclear.class,
                        unclear -> assertThat(unclear.why()).hasSizeLessThan(260).endsWith("😀…"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "containerconf.de/claims are explained in the wiki",
                "containerconf.de/claim-v2",
                " containerconf.de/claim v1",
                "see containerconf.de/claim v1",
                "Containerconf.de/claim v1",
                "a\rcontainerconf.de/claim v1"
            })
    void whatOnlyMentionsAClaimIsTextOfPeople(String text) {
        assertThat(new Comment(text).databaseClaim()).isEqualTo(new Claimed.ByNobody<>());
        assertThat(new Comment(text).with(CLAIM).withoutClaim().text()).isEqualTo(text);
    }

    @Test
    void anEmptyCommentIsNone() {
        assertThat(new Comment("")).isEqualTo(Comment.NONE);
        assertThat(Comment.NONE.databaseClaim()).isEqualTo(new Claimed.ByNobody<>());
        assertThat(Comment.NONE.roleClaim()).isEqualTo(new Claimed.ByNobody<>());
        assertThat(Comment.NONE.with(CLAIM).text()).isEqualTo(LINE);
        assertThat(new Comment(LINE).withoutClaim()).isEqualTo(Comment.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "containerconf.de/claim v1 cluster=c-1",
                "containerconf.de/claim v1 cluster= role",
                "containerconf.de/claim v1 role cluster=c-1",
                "containerconf.de/claim v2 cluster=c-1 role",
                "containerconf.de/claim v1 cluster=c-1 object=a/b uid=u origin=created"
            })
    void aRoleClaimThatCannotBeReadIsUnclear(String line) {
        assertThat(new Comment(line).roleClaim()).isInstanceOf(Claimed.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "a=b", "a'b", "ä"})
    void whatWouldBreakTheLineCannotStandInAClaim(String word) {
        var key = CLAIM.object();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseClaim(word, key, "u", Origin.CREATED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseClaim("c", key, word, Origin.CREATED));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DatabaseClaim(
                                "c", new ObjectKey("n", word + "?"), "u", Origin.CREATED));
        assertThatIllegalArgumentException().isThrownBy(() -> new RoleClaim(word));
    }

    @Test
    void furtherKeysCannotForgeAClaim() {
        for (var others :
                List.of(
                        Map.of("uid", "u-2"),
                        Map.of("a b", "c"),
                        Map.of("a", "b c"),
                        Map.of("a", "b\ncontainerconf.de/claim v1"),
                        Map.of("", "b"),
                        Map.of("a=b", "c"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new DatabaseClaim("c", CLAIM.object(), "u", Origin.CREATED, others))
                    .withMessageEndingWith("cannot stand in a claim");
        }
    }

    @Provide
    Arbitrary<String> people() {
        var word = Arbitraries.strings().ofMaxLength(12);
        var mention =
                Arbitraries.of(
                        "",
                        "\r",
                        " ",
                        "containerconf.de/claims",
                        " containerconf.de/claim v1",
                        "=");
        return Arbitraries.oneOf(word, mention)
                .list()
                .ofMaxSize(6)
                .map(lines -> String.join("\n", lines))
                .filter(text -> text.lines().noneMatch(ClaimLine::isOne))
                .filter(text -> List.of(text.split("\n", -1)).stream().noneMatch(ClaimLine::isOne));
    }

    @Provide
    Arbitrary<Map<String, String>> others() {
        var words = Arbitraries.strings().alpha().numeric().withChars("-_./:äß€'\"");
        return Arbitraries.maps(
                        words.ofMinLength(1).ofMaxLength(8).map(each -> "x" + each),
                        words.withChars("=").ofMaxLength(8))
                .ofMaxSize(4);
    }

    @Test
    void equalityIsThatOfTheTextWhetherItWasReadOrNot() {
        var read = new Comment("theirs\n" + ClaimLine.START);
        var claim = read.databaseClaim();
        assertThat(claim).isInstanceOf(Claimed.Unclear.class).isSameAs(read.databaseClaim());

        assertThat(read)
                .isEqualTo(new Comment("theirs\n" + ClaimLine.START))
                .hasSameHashCodeAs(new Comment("theirs\n" + ClaimLine.START))
                .isNotEqualTo(new Comment("theirs"));
        assertThat(new Comment("")).isEqualTo(Comment.NONE);
    }
}
