package de.containerconf.postgresql.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.AdoptionPolicy;
import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.DeletionPolicy;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.Violation;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.controller.plan.Subject.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case that the planner knows: what was observed, and the whole plan, word by word.
class PlannerTest {

    private static final ServerInfo SERVER =
            new ServerInfo(180_006, "73", "operator", "admin", false, true, true);
    private static final Subject ME = subject("default/me", "u-me", 10);
    private static final Subject OLDER = subject("team/older", "u-older", 5);
    private static final Subject YOUNGER = subject("team/younger", "u-younger", 15);
    private static final Desired SHOP = wants("shop", "team");

    static Stream<Arguments> plans() {
        return Stream.of(
                // ---- The object wants a database
                row(
                        "nothing is there",
                        new Given().wants(SHOP),
                        """
                        create role 'team'
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "the owner is there",
                        new Given().wants(SHOP).role("team"),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "all is there",
                        new Given().wants(SHOP).role("team").database("shop", "team", mine()),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                row(
                        "an adopted database is there",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", mine(Origin.ADOPTED)),
                        "proceed {database=shop, origin=adopted, owner=team, serverId=73}"),
                row(
                        "the claim stands among text of people",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database(
                                        "shop",
                                        "team",
                                        new Comment("Do not touch!\n" + mine().text())),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                row(
                        "another role owns it",
                        new Given().wants(SHOP).role("team").database("shop", "old", mine()),
                        """
                        change owner of database 'shop' from 'old' to 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "the new owner has to be made first",
                        new Given().wants(SHOP).database("shop", "old", mine()),
                        """
                        create role 'team'
                        change owner of database 'shop' from 'old' to 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "the owner is the login of a Secret",
                        new Given().wants(SHOP).login("team", OLDER),
                        "refuse Invalid: spec.owner must not be 'team': that role is the login of a Secret, which comes and goes"),
                // ---- Closed to PUBLIC
                row(
                        "a database that we created is to be closed",
                        new Given()
                                .closing()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "old", mine()),
                        """
                        close database 'shop' to PUBLIC
                        change owner of database 'shop' from 'old' to 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "a database is closed already",
                        new Given()
                                .closing()
                                .wants(SHOP)
                                .role("team")
                                .closed("shop", "team", mine()),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                row(
                        "an adopted database is not closed",
                        new Given()
                                .closing()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", mine(Origin.ADOPTED)),
                        "proceed {database=shop, origin=adopted, owner=team, serverId=73}"),
                row(
                        "a closed database is not opened",
                        new Given().wants(SHOP).role("team").closed("shop", "team", mine()),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                row(
                        "a crash left something that the creation goes on from",
                        new Given().wants(SHOP).role("team").unfinished("u-me"),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "a crash left something beside the database",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", mine())
                                .unfinished("u-me"),
                        """
                        discard what an interrupted operation left
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "its deletion had begun before the cluster was restored",
                        new Given().wants(SHOP).role("team").halfDropped(mine()),
                        """
                        put back database 'shop', whose deletion had begun
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "its deletion had begun, and there is another one by now",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", mine())
                                .halfDropped(mine()),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                row(
                        "the deletion of another cluster's had begun",
                        new Given().wants(SHOP).role("team").halfDropped(ofAnotherCluster()),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "a crash left something for somebody else",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", mine())
                                .unfinished("u-older"),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                row(
                        "a DROP of ours was interrupted",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .broken("shop", "team", mine(Origin.ADOPTED)),
                        """
                        drop database 'shop'
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "a DROP of ours was interrupted, and all else is missing too",
                        new Given().wants(SHOP).broken("shop", "old", mine()).unfinished("u-me"),
                        """
                        drop database 'shop'
                        discard what an interrupted operation left
                        create role 'team'
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "a DROP of somebody else was interrupted",
                        new Given().wants(SHOP).role("team").broken("shop", "team", Comment.NONE),
                        """
                        refuse NotOwned: Database 'shop' exists already and was not created for this object, so it is not touched. It is of no use, because a DROP DATABASE was interrupted: an administrator of the server must finish that with DROP DATABASE "shop"; and then it is created here. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it exists and is nobody's",
                        new Given()
                                .wants(SHOP)
                                .database("shop", "team", new Comment("our crown jewels"))
                                .unfinished("u-me"),
                        """
                        refuse NotOwned: Database 'shop' exists already and was not created for this object, so it is not touched. To take it over, set spec.adoptionPolicy: Adopt; that would also create role 'team'. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it is nobody's and belongs to the owner already",
                        new Given().wants(SHOP).role("team").database("shop", "team", Comment.NONE),
                        """
                        refuse NotOwned: Database 'shop' exists already and was not created for this object, so it is not touched. To take it over as it is, set spec.adoptionPolicy: Adopt. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "what adoption would do is said before",
                        new Given().wants(SHOP).database("shop", "old", Comment.NONE),
                        """
                        refuse NotOwned: Database 'shop' exists already and was not created for this object, so it is not touched. To take it over, set spec.adoptionPolicy: Adopt; that would also create role 'team' and change owner of database 'shop' from 'old' to 'team'. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it was ours until somebody removed the claim",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", new Comment("mine now"))
                                .onServer("73"),
                        """
                        refuse NotOwned: Database 'shop' no longer has the claim of this object, so it is not touched any more: somebody replaced its comment, or the whole database. To take it over as it is, set spec.adoptionPolicy: Adopt. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it is another object's",
                        new Given().wants(SHOP).database("shop", "team", claim(OLDER)),
                        """
                        refuse ClaimedByOther: Database 'shop' belongs to the PostgreSQLConfig team/older (uid u-older). It becomes free when that object is deleted. If it is gone for good, as after a restore of the cluster, an administrator of the operator can allow to take the database over: --allow-take-over. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it is of another cluster, with the same uid and name",
                        new Given()
                                .wants(SHOP)
                                .database(
                                        "shop",
                                        "team",
                                        Comment.NONE.with(
                                                new DatabaseClaim(
                                                        "c-2",
                                                        ME.key(),
                                                        ME.uid(),
                                                        Origin.CREATED))),
                        """
                        refuse ClaimedByOther: Database 'shop' belongs to an object of another cluster (c-2): the PostgreSQLConfig default/me (uid u-me). It becomes free when that object is deleted. If it is gone for good, as after a restore of the cluster, an administrator of the operator can allow to take the database over: --allow-take-over. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it is of an earlier object of this name",
                        new Given()
                                .role("team")
                                .wants(wants("sh\"op", "team"))
                                .database("sh\"op", "team", claim(subject("default/me", "u-0", 1))),
                        """
                        claim database 'sh"op'
                        proceed {database=sh"op, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "it is of an earlier object of this name, and the login's",
                        new Given()
                                .role("team")
                                .wants(SHOP)
                                .database(
                                        "shop", "operator", claim(subject("default/me", "u-0", 1))),
                        """
                        claim database 'shop'
                        change owner of database 'shop' from 'operator' to 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "it is of an earlier object of this name, and a stranger's",
                        new Given()
                                .wants(SHOP)
                                .database(
                                        "shop", "stranger", claim(subject("default/me", "u-0", 1))),
                        """
                        refuse ClaimedByOther: Database 'shop' still belongs to an earlier PostgreSQLConfig of this name (uid u-0), and its owner is 'stranger', whom this object does not name. Set spec.owner to it, which can be changed afterwards; or an administrator of the operator can allow to take it over: --allow-take-over.\
                        """),
                row(
                        "a person takes another object's database over",
                        new Given()
                                .allowingTakeOver()
                                .wants(takesOver("shop", "team", "u-older"))
                                .role("team")
                                .database("shop", "old", claim(OLDER)),
                        """
                        claim database 'shop'
                        change owner of database 'shop' from 'old' to 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "a person takes another object's database over, but nobody allowed it",
                        new Given()
                                .wants(takesOver("shop", "team", "u-older"))
                                .database("shop", "old", claim(OLDER)),
                        """
                        refuse ClaimedByOther: Database 'shop' belongs to the PostgreSQLConfig team/older (uid u-older). It becomes free when that object is deleted. If it is gone for good, as after a restore of the cluster, an administrator of the operator can allow to take the database over: --allow-take-over. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "a person is allowed to take databases over, and names none",
                        new Given()
                                .allowingTakeOver()
                                .wants(SHOP)
                                .database("shop", "old", claim(OLDER)),
                        """
                        refuse ClaimedByOther: Database 'shop' belongs to the PostgreSQLConfig team/older (uid u-older). It becomes free when that object is deleted. If it is gone for good, as after a restore of the cluster, take the database over with the annotation containerconf.de/take-over-from and that uid as its value. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "a person takes a database over whose object lives under another name",
                        new Given()
                                .allowingTakeOver()
                                .formerLives()
                                .wants(takesOver("shop", "team", "u-older"))
                                .database("shop", "old", claim(OLDER)),
                        """
                        refuse ClaimedByOther: Database 'shop' belongs to the PostgreSQLConfig team/older (uid u-older). It becomes free when that object is deleted. The annotation containerconf.de/take-over-from is without effect while that object is there. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "a person takes a database over whose object is alive",
                        new Given()
                                .allowingTakeOver()
                                .wants(takesOver("shop", "team", "u-younger"))
                                .database("shop", "old", claim(YOUNGER))
                                .rivals(YOUNGER),
                        """
                        refuse Duplicate: The PostgreSQLConfig team/younger names the same database and holds it. Delete one of the two objects; the database stays when it is this one.\
                        """),
                row(
                        "it is nobody's, and to be adopted",
                        new Given()
                                .wants(adopts("shop", "team"))
                                .database("shop", "old", new Comment("our crown jewels")),
                        """
                        create role 'team'
                        adopt database 'shop'
                        change owner of database 'shop' from 'old' to 'team'
                        proceed {database=shop, origin=adopted, owner=team, serverId=73}\
                        """),
                row(
                        "it is to be adopted, but another object's",
                        new Given()
                                .wants(adopts("shop", "team"))
                                .role("team")
                                .database("shop", "team", claim(subject("n/gone", "u-gone", 1))),
                        """
                        refuse ClaimedByOther: Database 'shop' belongs to the PostgreSQLConfig n/gone (uid u-gone). It becomes free when that object is deleted. If it is gone for good, as after a restore of the cluster, an administrator of the operator can allow to take the database over: --allow-take-over. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it is to be adopted, but an older object wants it too",
                        new Given()
                                .wants(adopts("shop", "team"))
                                .database("shop", "old", Comment.NONE)
                                .rivals(OLDER),
                        """
                        refuse Duplicate: The PostgreSQLConfig team/older names the same database and is older. Delete one of the two objects; the database stays when it is this one.\
                        """),
                row(
                        "it is to be adopted, but there is nothing",
                        new Given().wants(adopts("shop", "team")).role("team"),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "its claim cannot be read",
                        new Given()
                                .wants(SHOP)
                                .database(
                                        "shop",
                                        "team",
                                        new Comment("containerconf.de/claim v2 x=y")),
                        """
                        refuse ClaimedByOther: Database 'shop' is not touched: its comment has a claim that this version does not read: containerconf.de/claim v2 x=y. An administrator of the server must put the comment right. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it has our claim twice",
                        new Given()
                                .wants(SHOP)
                                .database(
                                        "shop",
                                        "team",
                                        new Comment(mine().text() + "\n" + mine().text())),
                        """
                        refuse ClaimedByOther: Database 'shop' is not touched: its comment has 2 claim lines. An administrator of the server must put the comment right. For another database, delete this object, which drops nothing, and create one with another spec.database.\
                        """),
                row(
                        "it was renamed",
                        new Given().wants(SHOP).role("team").database("sh\"op", "team", mine()),
                        """
                        refuse Drifted: The database of this object is now called 'sh"op'. An administrator of the server must rename it back: ALTER DATABASE "sh""op" RENAME TO "shop";\
                        """),
                row(
                        "it was copied together with its comment",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", mine())
                                .database("shop_copy", "team", mine()),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                // ---- Another server
                row(
                        "the database was on another server",
                        new Given().wants(SHOP).role("team").onServer("72"),
                        """
                        refuse ServerChanged: Database 'shop' is not on this PostgreSQL server (system identifier 73); it was on another one (72). Lead the operator back to that server. If this one replaces it for good, and the database is to be created here anew and empty, start the operator with --accept-server 73.\
                        """),
                row(
                        "the database was on another server, which this one replaces",
                        new Given().wants(SHOP).role("team").onServer("72").accepting("73"),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "another server than the one before was accepted",
                        new Given().wants(SHOP).role("team").onServer("72").accepting("71"),
                        """
                        refuse ServerChanged: Database 'shop' is not on this PostgreSQL server (system identifier 73); it was on another one (72). Lead the operator back to that server. If this one replaces it for good, and the database is to be created here anew and empty, start the operator with --accept-server 73.\
                        """),
                row(
                        "the identifier changed, but the database is here",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", mine())
                                .onServer("72"),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                row(
                        "the database was on this server, and vanished",
                        new Given().wants(SHOP).role("team").onServer("73"),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                // ---- Rivals
                row(
                        "an older object wants it too",
                        new Given().wants(SHOP).rivals(YOUNGER, OLDER),
                        """
                        refuse Duplicate: The PostgreSQLConfig team/older names the same database and is older. Delete one of the two objects; the database stays when it is this one.\
                        """),
                row(
                        "the oldest of all is named",
                        new Given()
                                .wants(SHOP)
                                .rivals(OLDER, subject("team/oldest", "u-z", 1), YOUNGER),
                        """
                        refuse Duplicate: The PostgreSQLConfig team/oldest names the same database and is older. Delete one of the two objects; the database stays when it is this one.\
                        """),
                row(
                        "an older object only looks on",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .rivals(
                                        new Subject(
                                                "c-1",
                                                ObjectKey.parse("team/looking"),
                                                "u-a",
                                                Instant.EPOCH,
                                                null,
                                                Standing.LOOKS_ON)),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "one of the same age has the smaller uid",
                        new Given().wants(SHOP).rivals(subject("team/twin", "u-a", 10)),
                        """
                        refuse Duplicate: The PostgreSQLConfig team/twin names the same database and is older. Delete one of the two objects; the database stays when it is this one.\
                        """),
                row(
                        "only younger ones want it",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .rivals(YOUNGER, subject("team/twin", "u-z", 10)),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "a younger one holds it",
                        new Given()
                                .wants(SHOP)
                                .database("shop", "team", claim(YOUNGER))
                                .rivals(YOUNGER),
                        """
                        refuse Duplicate: The PostgreSQLConfig team/younger names the same database and holds it. Delete one of the two objects; the database stays when it is this one.\
                        """),
                row(
                        "one that is being deleted holds it",
                        new Given()
                                .wants(adopts("shop", "team"))
                                .database("shop", "team", claim(OLDER))
                                .rivals(leaving(OLDER)),
                        """
                        refuse Duplicate: The PostgreSQLConfig team/older holds the database and is being deleted. It goes on here when that is over.\
                        """),
                row(
                        "one that is being deleted does not hold it",
                        new Given().wants(SHOP).role("team").rivals(leaving(OLDER)),
                        """
                        create database 'shop' with owner 'team'
                        proceed {database=shop, origin=created, owner=team, serverId=73}\
                        """),
                row(
                        "an older one wants it, but we hold it",
                        new Given()
                                .wants(SHOP)
                                .role("team")
                                .database("shop", "team", mine())
                                .rivals(OLDER),
                        "proceed {database=shop, origin=created, owner=team, serverId=73}"),
                // ---- What must not be
                row(
                        "the object is invalid",
                        new Given()
                                .wants(
                                        new Desired.Invalid(
                                                List.of(
                                                        new Violation("spec.a", "must not be"),
                                                        new Violation("spec.b", "must be"))))
                                .database("shop", "team", mine())
                                .unfinished("u-me"),
                        "refuse Invalid: spec.a must not be; spec.b must be"),
                row(
                        "the database is the operator's own",
                        new Given().wants(wants("admin", "team")).database("admin", "x", mine()),
                        "refuse Invalid: spec.database must not be 'admin': the operator itself is connected to that database"),
                row(
                        "the owner is the operator's login",
                        new Given().wants(wants("shop", "operator")).role("operator"),
                        "refuse Invalid: spec.owner must not be 'operator', which is the operator's own login"),
                row(
                        "the owner is mighty",
                        new Given().wants(SHOP).mighty("team").database("shop", "old", mine()),
                        "refuse Invalid: spec.owner must not be 'team': that role has SUPERUSER, CREATEROLE, REPLICATION or BYPASSRLS"),
                // ---- The object is being deleted
                row(
                        "deleted: nothing is there",
                        new Given().wants(gone("shop", null)),
                        "proceed {}"),
                row(
                        "deleted: created by us",
                        new Given().wants(gone("shop", null)).database("shop", "team", mine()),
                        """
                        drop database 'shop'
                        proceed {}\
                        """),
                row(
                        "deleted: adopted by us",
                        new Given()
                                .wants(gone("shop", null))
                                .database("shop", "team", mine(Origin.ADOPTED)),
                        """
                        release database 'shop'
                        proceed {}\
                        """),
                row(
                        "deleted: adopted by us, with Delete",
                        new Given()
                                .wants(gone("shop", DeletionPolicy.DELETE))
                                .database("shop", "team", mine(Origin.ADOPTED)),
                        """
                        drop database 'shop'
                        proceed {}\
                        """),
                row(
                        "deleted: created by us, with Retain",
                        new Given()
                                .wants(gone("shop", DeletionPolicy.RETAIN))
                                .database("shop", "team", mine()),
                        """
                        release database 'shop'
                        proceed {}\
                        """),
                row(
                        "deleted: whoever owns it and whatever is broken",
                        new Given()
                                .wants(gone("shop", null))
                                .broken("shop", "stranger", mine())
                                .unfinished("u-me"),
                        """
                        drop database 'shop'
                        discard what an interrupted operation left
                        proceed {}\
                        """),
                row(
                        "deleted: only a private name is left",
                        new Given().wants(gone("shop", null)).unfinished("u-me"),
                        """
                        discard what an interrupted operation left
                        proceed {}\
                        """),
                // ---- … and its logins
                row(
                        "deleted: logins go with the database, and before the role",
                        new Given()
                                .wants(gone("shop", null))
                                .ourRole("team")
                                .login("shop-1", ME)
                                .login("theirs-1", OLDER)
                                .database("shop", "team", mine()),
                        """
                        drop database 'shop'
                        drop login 'shop-1'
                        drop role 'team'
                        proceed {}\
                        """),
                row(
                        "deleted: a login whose database is gone",
                        new Given().wants(gone("shop", null)).login("shop-1", ME),
                        """
                        drop login 'shop-1'
                        proceed {}\
                        """),
                // ---- … and its role
                row(
                        "deleted: the last object that names the role",
                        new Given()
                                .wants(gone("shop", null))
                                .ourRole("team")
                                .database("shop", "team", mine()),
                        """
                        drop database 'shop'
                        drop role 'team'
                        proceed {}\
                        """),
                row(
                        "deleted: the role that a crash left",
                        new Given().wants(gone("shop", null)).ourRole("team").unfinished("u-me"),
                        """
                        discard what an interrupted operation left
                        drop role 'team'
                        proceed {}\
                        """),
                row(
                        "deleted: the deletion had begun",
                        new Given().wants(gone("shop", null)).ourRole("team").halfDropped(mine()),
                        """
                        discard what an interrupted operation left
                        drop role 'team'
                        proceed {}\
                        """),
                row(
                        "deleted: the deletion had begun, and is meant",
                        new Given()
                                .wants(gone("shop", DeletionPolicy.DELETE))
                                .halfDropped(mine(Origin.ADOPTED)),
                        """
                        discard what an interrupted operation left
                        proceed {}\
                        """),
                row(
                        "deleted: the deletion had begun, and the database is to be kept after all",
                        new Given()
                                .wants(gone("shop", DeletionPolicy.RETAIN))
                                .ourRole("team")
                                .halfDropped(mine()),
                        """
                        put back database 'shop', whose deletion had begun
                        proceed {}\
                        """),
                row(
                        "deleted: the deletion had begun, and the name is no name any more",
                        new Given().wants(gone(null, DeletionPolicy.RETAIN)).halfDropped(mine()),
                        """
                        proceed {}
                        note: database 'pgc-drop', whose deletion had begun, has no name to go back to, and stays\
                        """),
                row(
                        "deleted: the deletion of an adopted one had begun, and nobody says so any more",
                        new Given().wants(gone("shop", null)).halfDropped(mine(Origin.ADOPTED)),
                        """
                        put back database 'shop', whose deletion had begun
                        proceed {}\
                        """),
                row(
                        "deleted: other databases are for the server to find",
                        new Given()
                                .wants(gone("shop", null))
                                .ourRole("team")
                                .database("other", "team", claim(OLDER)),
                        """
                        drop role 'team'
                        proceed {}\
                        """),
                row(
                        "deleted: another object names the role",
                        new Given()
                                .wants(gone("shop", null))
                                .ourRole("team")
                                .database("shop", "team", mine())
                                .sharedWith("team/other"),
                        """
                        drop database 'shop'
                        proceed {}
                        note: role 'team' stays: the PostgreSQLConfig team/other names it too\
                        """),
                row(
                        "deleted: the role is not ours",
                        new Given()
                                .wants(gone("shop", null))
                                .role("team")
                                .database("shop", "team", mine()),
                        """
                        drop database 'shop'
                        proceed {}\
                        """),
                row(
                        "deleted: the role is another cluster's",
                        new Given()
                                .wants(gone("shop", null))
                                .role("team", new RoleClaim("c-2").line()),
                        "proceed {}"),
                row(
                        "deleted: the role's claim is unclear",
                        new Given()
                                .wants(gone("shop", null))
                                .role(
                                        "team",
                                        new RoleClaim("c-1").line()
                                                + "\n"
                                                + new RoleClaim("c-1").line()),
                        "proceed {}"),
                row(
                        "deleted: the role has become mighty",
                        new Given().wants(gone("shop", null)).ourMightyRole("team"),
                        """
                        proceed {}
                        note: role 'team' stays: it was given SUPERUSER, CREATEROLE, REPLICATION or BYPASSRLS since it was created here\
                        """),
                row(
                        "deleted: with Retain the role stays, whatever is left",
                        new Given().wants(gone("shop", DeletionPolicy.RETAIN)).ourRole("team"),
                        "proceed {}"),
                row(
                        "deleted: an adopted database stays with its owner",
                        new Given()
                                .wants(gone("shop", null))
                                .ourRole("team")
                                .database("shop", "team", mine(Origin.ADOPTED)),
                        """
                        release database 'shop'
                        proceed {}
                        note: role 'team' stays: database 'shop' belongs to it\
                        """),
                row(
                        "deleted: the former owner stays",
                        new Given()
                                .wants(gone("shop", null))
                                .ourRole("old")
                                .database("shop", "old", mine()),
                        """
                        drop database 'shop'
                        proceed {}\
                        """),
                row(
                        "deleted: nobody's",
                        new Given()
                                .wants(gone("shop", DeletionPolicy.DELETE))
                                .database("shop", "team", Comment.NONE),
                        """
                        proceed {}
                        note: database 'shop' has no claim of this object, and stays\
                        """),
                row(
                        "deleted: another object's",
                        new Given()
                                .wants(gone("shop", DeletionPolicy.DELETE))
                                .database("shop", "team", claim(OLDER))
                                .rivals(OLDER),
                        """
                        proceed {}
                        note: database 'shop' has no claim of this object, and stays\
                        """),
                row(
                        "deleted: unclear",
                        new Given()
                                .wants(gone("shop", DeletionPolicy.DELETE))
                                .database(
                                        "shop",
                                        "team",
                                        new Comment(mine().text() + "\n" + mine().text())),
                        """
                        proceed {}
                        note: database 'shop' has no claim of this object, and stays\
                        """),
                row(
                        "deleted: renamed",
                        new Given()
                                .wants(gone("shop", DeletionPolicy.DELETE))
                                .database("b", "team", mine())
                                .database("a", "team", mine()),
                        """
                        proceed {}
                        note: database 'a' carries the claim of this object under another name, and stays
                        note: database 'b' carries the claim of this object under another name, and stays\
                        """),
                row(
                        "deleted: without the name of a database",
                        new Given()
                                .wants(gone(null, DeletionPolicy.DELETE))
                                .database("shop", "team", mine())
                                .unfinished("u-me"),
                        """
                        discard what an interrupted operation left
                        proceed {}
                        note: database 'shop' carries the claim of this object under another name, and stays\
                        """),
                row(
                        "deleted: the operator's own database has our claim",
                        new Given().wants(gone("other", null)).database("admin", "x", mine()),
                        """
                        proceed {}
                        note: database 'admin' carries the claim of this object under another name, and stays\
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void thePlanIs(String situation, Given given, String expected) {
        assertThat(text(given.plan())).isEqualTo(expected);
    }

    private static Arguments row(String situation, Given given, String expected) {
        return Arguments.of(situation, given, expected);
    }

    private static String text(Plan plan) {
        var lines = new ArrayList<String>();
        plan.steps().forEach(step -> lines.add(step.description()));
        lines.add(
                switch (plan.verdict()) {
                    case Plan.Verdict.Proceed(var facts) -> "proceed " + new TreeMap<>(facts);
                    case Plan.Verdict.Refuse(var reason, var message) ->
                            "refuse " + reason + ": " + message;
                });
        plan.notes().forEach(note -> lines.add("note: " + note.text()));
        return String.join("\n", lines);
    }

    private static Subject leaving(Subject subject) {
        return new Subject(
                subject.cluster(),
                subject.key(),
                subject.uid(),
                subject.created(),
                subject.serverId(),
                Standing.LEAVES);
    }

    private static Subject subject(String key, String uid, int age) {
        return new Subject("c-1", ObjectKey.parse(key), uid, Instant.ofEpochSecond(age));
    }

    private static Desired wants(String database, String owner) {
        return new Desired.Present(new DatabaseName(database), new RoleName(owner), null);
    }

    private static Desired adopts(String database, String owner) {
        return new Desired.Present(
                new DatabaseName(database), new RoleName(owner), null, AdoptionPolicy.ADOPT, null);
    }

    private static Desired takesOver(String database, String owner, String uid) {
        return new Desired.Present(
                new DatabaseName(database), new RoleName(owner), null, AdoptionPolicy.NEVER, uid);
    }

    private static Desired gone(@Nullable String database, @Nullable DeletionPolicy policy) {
        return new Desired.Absent(
                database == null ? null : new DatabaseName(database),
                new RoleName("team"),
                policy,
                SessionPolicy.WAIT);
    }

    private static Comment mine() {
        return mine(Origin.CREATED);
    }

    private static Comment mine(Origin origin) {
        return Comment.NONE.with(ME.claim(origin));
    }

    private static Comment ofAnotherCluster() {
        return Comment.NONE.with(new DatabaseClaim("c-2", ME.key(), ME.uid(), Origin.CREATED));
    }

    private static Comment claim(Subject subject) {
        return Comment.NONE.with(subject.claim(Origin.CREATED));
    }

    /// A situation.
    static final class Given {
        private final List<DatabaseState> databases = new ArrayList<>();
        private final List<RoleState> roles = new ArrayList<>();
        private final List<LoginState> logins = new ArrayList<>();
        private Set<String> unfinished = Set.of();
        private List<DatabaseState> halfDropped = List.of();
        private List<Subject> rivals = List.of();
        private Desired desired = SHOP;
        private @Nullable ObjectKey sharer;
        private @Nullable String formerServer;
        private @Nullable String acceptedServer;
        private boolean takeOver;
        private boolean closing;
        private boolean formerLives;

        Given wants(Desired desired) {
            this.desired = desired;
            return this;
        }

        Given role(String name) {
            roles.add(new RoleState(1, name, Comment.NONE, false));
            return this;
        }

        Given mighty(String name) {
            roles.add(new RoleState(1, name, Comment.NONE, true));
            return this;
        }

        Given ourRole(String name) {
            return role(name, new RoleClaim("c-1").line());
        }

        Given role(String name, String comment) {
            roles.add(new RoleState(1, name, new Comment(comment), false));
            return this;
        }

        Given sharedWith(String object) {
            sharer = ObjectKey.parse(object);
            return this;
        }

        Given ourMightyRole(String name) {
            roles.add(new RoleState(1, name, new Comment(new RoleClaim("c-1").line()), true));
            return this;
        }

        Given database(String name, String owner, Comment comment) {
            databases.add(new DatabaseState(1, name, owner, comment, false, false));
            return this;
        }

        Given broken(String name, String owner, Comment comment) {
            databases.add(new DatabaseState(1, name, owner, comment, false, true));
            return this;
        }

        Given closed(String name, String owner, Comment comment) {
            databases.add(new DatabaseState(1, name, owner, comment, false, false, false));
            return this;
        }

        /// Databases that are created here are closed to PUBLIC.
        Given closing() {
            closing = true;
            return this;
        }

        Given login(String name, Subject subject) {
            var claim =
                    new LoginClaim(
                            subject.cluster(), subject.key(), subject.uid(), "0", Instant.EPOCH);
            var role = new RoleState(1, name, new Comment(claim.line()), false);
            roles.add(role);
            logins.add(new LoginState(role, claim, true, "team", "shop"));
            return this;
        }

        Given unfinished(String uid) {
            unfinished = Set.of(uid);
            return this;
        }

        /// Under its private name.
        Given halfDropped(Comment comment) {
            halfDropped =
                    List.of(new DatabaseState(1, "pgc-drop", "operator", comment, false, false));
            return unfinished(ME.uid());
        }

        Given rivals(Subject... rivals) {
            this.rivals = List.of(rivals);
            return this;
        }

        Given onServer(String id) {
            formerServer = id;
            return this;
        }

        /// The administrator allows it.
        Given allowingTakeOver() {
            takeOver = true;
            return this;
        }

        /// The object lives that the annotation names.
        Given formerLives() {
            formerLives = true;
            return this;
        }

        Given accepting(String id) {
            acceptedServer = id;
            return this;
        }

        Plan plan() {
            return Planner.plan(
                    new Subject(
                            ME.cluster(),
                            ME.key(),
                            ME.uid(),
                            ME.created(),
                            formerServer,
                            Standing.WANTS),
                    desired,
                    new Observed(
                            SERVER,
                            new Catalog(databases, roles, logins, unfinished, halfDropped),
                            rivals,
                            sharer,
                            formerLives,
                            new Approvals(acceptedServer, takeOver, closing)));
        }
    }
}
