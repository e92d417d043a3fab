package de.containerconf.postgresql.api.database;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.RoleName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private static final DatabaseState FIRST = database(1, "first", "u-1");
    private static final DatabaseState SECOND = database(2, "second", "u-1");
    private static final DatabaseState FREE =
            new DatabaseState(3, "free", "team", Comment.NONE, false, false);
    private static final RoleState TEAM = new RoleState(9, "team", Comment.NONE, false);

    private final Catalog catalog =
            new Catalog(List.of(FIRST, SECOND, FREE), List.of(TEAM), Set.of("u-7"));

    @Test
    void databasesAndRolesAreFoundByName() {
        assertThat(catalog.database(new DatabaseName("free"))).contains(FREE);
        assertThat(catalog.database(new DatabaseName("Free"))).isEmpty();
        assertThat(catalog.role(new RoleName("team"))).contains(TEAM);
        assertThat(catalog.role(new RoleName("other"))).isEmpty();
    }

    @Test
    void databasesAreFoundByTheUidInTheirClaim() {
        assertThat(catalog.databasesOf("u-1")).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(catalog.databasesOf("u-2")).isEmpty();
        assertThat(FIRST.claimedBy("u-1")).isTrue();
        assertThat(FIRST.claimedBy("u-2")).isFalse();
        assertThat(FREE.claimedBy("u-1")).isFalse();
    }

    @Test
    void everythingIsThere() {
        assertThat(catalog.databases()).containsExactlyInAnyOrder(FIRST, SECOND, FREE);
        assertThat(catalog.roles()).containsExactly(TEAM);
        assertThat(catalog.unfinished()).containsExactly("u-7");
    }

    @Test
    void whatIsHalfDroppedIsFoundByTheUidInItsClaimAndIsNoDatabase() {
        var half = database(4, "pgc-drop-u-7", "u-7");
        var unclaimed = new DatabaseState(5, "pgc-drop-u-8", "ops", Comment.NONE, false, false);
        var found =
                new Catalog(
                        List.of(FIRST),
                        List.of(),
                        List.of(),
                        Set.of("u-7", "u-8"),
                        List.of(half, unclaimed));
        assertThat(found.halfDropped("u-7")).contains(half);
        assertThat(found.halfDropped("u-8")).isEmpty();
        assertThat(found.halfDropped("u-1")).isEmpty();
        assertThat(found.databases()).containsExactly(FIRST);
        assertThat(found.databasesOf("u-7")).isEmpty();
    }

    private static DatabaseState database(long oid, String name, String uid) {
        var claim = new DatabaseClaim("c-1", new ObjectKey("n", name), uid, Origin.CREATED);
        return new DatabaseState(oid, name, "team", Comment.NONE.with(claim), false, false);
    }
}
