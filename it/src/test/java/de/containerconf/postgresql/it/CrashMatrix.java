package de.containerconf.postgresql.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.Login;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The operator is killed at every point, and started again: the world must become what it becomes
/// without that.
abstract class CrashMatrix extends MatrixTest {

    CrashMatrix(Login.Kind login) {
        super(login);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aKillAnywhereChangesNothing(Change change) {
        try (var product = start(change)) {
            change.prepare(product, postgres);
            run(product, change);
            var wanted = world(product);
            clean(product);

            var points = 0;
            var number = 1;
            for (; crashed(product, change, number); number += stride(9, 1)) {
                points++;
                assertThat(world(product))
                        .as("%s, killed at point %d", change, number)
                        .isEqualTo(wanted);
                clean(product);
            }
            assertThat(points).isPositive();
            assertThat(number).as("messages and requests").isGreaterThan(FullCounts.of(1, 5));
            System.out.printf(
                    "crash matrix: %s as %s, %s: %d points%n", change, login, api.kind(), points);
        }
    }

    /// Kills the operator at a point, starts it again, and waits until all is done.
    ///
    /// @return false if all was done before there were so many points
    private boolean crashed(Product product, Change change, int number) {
        change.prepare(product, postgres);
        boundaries.arm(
                number,
                () -> {
                    product.operator().kill();
                    return true;
                });
        change.begin(product);
        await().atMost(Product.SOON)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> !product.operator().alive() || change.done(product));
        var crashed = boundaries.reached();
        boundaries.disarm();
        if (crashed) {
            // It may still be dying.
            product.operator().kill();
            product.start();
        }
        change.await(product);
        return crashed;
    }

    private static void run(Product product, Change change) {
        change.begin(product);
        change.await(product);
    }

    /// All that could have been touched.
    private List<String> world(Product product) {
        var world = new ArrayList<String>();
        world.addAll(
                postgres.query(
                        """
                        SELECT datname, pg_get_userbyid(datdba), datallowconn, datconnlimit, datacl,
                               regexp_replace(shobj_description(oid, 'pg_database'), 'uid=\\S+', '')
                        FROM pg_database ORDER BY datname\
                        """));
        world.addAll(
                postgres.query(
                        """
                        SELECT rolname, rolcanlogin,
                               regexp_replace(
                                   shobj_description(oid, 'pg_authid'), '(uid|key|issued)=\\S+', '', 'g')
                        FROM pg_roles ORDER BY rolname\
                        """));
        world.addAll(
                postgres.query(
                        """
                        SELECT roleid::regrole, member::regrole, grantor::regrole, admin_option
                        FROM pg_auth_members ORDER BY 1, 2, 3\
                        """));
        world.addAll(
                postgres.query(
                        "SELECT setrole::regrole, datname, setconfig FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase"));
        world.add("the Secret: " + secret(product));
        world.replaceAll(line -> line.replaceAll("shop-[0-9a-f]+", "shop-login"));
        product.objects().forEach(each -> world.add(summary(each.getAsJsonObject())));
        return world;
    }

    /// What somebody is who logs in with the Secret.
    private String secret(Product product) {
        var answer = api.client().get(secretPath());
        // It goes with its object, some time later.
        if (answer.code() == 404 || product.gone(Change.NAME)) {
            return "none";
        }
        var url = answer.ok().json().getAsJsonObject("data").get("jdbc-url").getAsString();
        try (var connection =
                        DriverManager.getConnection(
                                new String(Base64.getDecoder().decode(url), UTF_8));
                var row = connection.createStatement().executeQuery("SELECT current_user")) {
            row.next();
            return row.getString(1);
        } catch (SQLException refused) {
            return "refused";
        }
    }

    private static String summary(JsonObject object) {
        var condition = Product.condition(object);
        return "%s %s %s"
                .formatted(
                        object.getAsJsonObject("metadata").get("finalizers"),
                        condition.status(),
                        condition.reason());
    }
}
