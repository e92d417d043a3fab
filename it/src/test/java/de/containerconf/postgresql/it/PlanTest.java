package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `postgresql-operator plan`, as a person or a pipeline uses it.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class PlanTest {

    @TempDir private Path folder;

    private KubernetesApi api;
    private PostgresServer postgres;

    @BeforeEach
    void servers(KubernetesApi api, PostgresServer postgres) {
        this.api = api;
        this.postgres = postgres;
    }

    @Test
    void whatTheOperatorWouldDoIsSaidAndNotDone() throws IOException {
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
            for (var name : new String[] {"gone", "given", "well"}) {
                product.apply(name, name + "_db", "team");
                product.awaitReady(name);
            }
            product.operator().stop();

            var before = plan();
            assertThat(before.lines()).containsExactly("no changes for 3 objects");
            assertThat(before.exit()).isZero();

            postgres.execute("DROP DATABASE gone_db");
            postgres.execute("ALTER DATABASE given_db OWNER TO postgres");
            var after = plan();

            var namespace = api.namespace();
            assertThat(after.lines())
                    .containsExactly(
                            "%s/given: change owner of database 'given_db' from 'postgres' to 'team'"
                                    .formatted(namespace),
                            "%s/gone: create database 'gone_db' with owner 'team'"
                                    .formatted(namespace),
                            "2 changes for 3 objects");
            assertThat(after.exit()).isEqualTo(2);
            assertThat(product.databaseExists("gone_db")).isFalse();
            assertThat(product.owner("given_db")).isEqualTo("postgres");
        }
    }

    @Test
    void aFileIsPlannedAsIfItWereApplied() throws IOException {
        postgres.execute("CREATE DATABASE legacy");
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
            product.apply("shop", "shop_db", "team");
            product.apply("other", "other_db", "team");
            product.awaitReady("shop");
            product.awaitReady("other");

            var plan =
                    plan(
                            """
                            apiVersion: containerconf.de/v1
                            kind: PostgreSQLConfig
                            metadata: { name: shop }
                            spec: { database: shop_db, owner: web }
                            ---
                            apiVersion: v1
                            kind: ConfigMap
                            metadata: { name: whatever }
                            ---
                            apiVersion: containerconf.de/v1
                            kind: PostgreSQLConfig
                            metadata: { name: legacy }
                            spec: { database: legacy, owner: team, adoptionPolicy: Adopt }
                            ---
                            apiVersion: containerconf.de/v1
                            kind: PostgreSQLConfig
                            metadata: { name: other }
                            spec: { database: another_db, owner: team }
                            """);

            var namespace = api.namespace();
            assertThat(plan.lines())
                    .containsExactly(
                            "%s/legacy: adopt database 'legacy'".formatted(namespace),
                            "%s/legacy: change owner of database 'legacy' from 'postgres' to 'team'"
                                    .formatted(namespace),
                            "%s/other: (Invalid: spec.database cannot be changed (it is 'other_db'); create a second object for a second database)"
                                    .formatted(namespace),
                            "%s/shop: create role 'web'".formatted(namespace),
                            "%s/shop: change owner of database 'shop_db' from 'team' to 'web'"
                                    .formatted(namespace),
                            "4 changes for 3 objects");
            assertThat(plan.exit()).isEqualTo(2);
            assertThat(product.gone("legacy")).isTrue();
            assertThat(product.owner("shop_db")).isEqualTo("team");
        }
    }

    @Test
    void whatCannotBePlannedIsAFailureAndNoChange() throws IOException {
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
        }
        assertThat(plan("kind: ["))
                .satisfies(plan -> {
                    assertThat(plan.exit()).isEqualTo(1);
                    assertThat(plan.lines()).anyMatch(line -> line.contains("--file: cannot read"));
                });
        assertThat(run("--postgresql.hots=x").exit()).isEqualTo(1);
        assertThat(run("--postgresql.password-file=" + folder.resolve("missing")).exit())
                .isEqualTo(1);
    }

    private Command plan() throws IOException {
        return run();
    }

    private Command plan(String yaml) throws IOException {
        return run("--file=" + Files.writeString(folder.resolve("objects.yaml"), yaml));
    }

    private Command run(String... more) throws IOException {
        return Command.run("plan", api, postgres, postgres.superuser(), folder, more);
    }
}
