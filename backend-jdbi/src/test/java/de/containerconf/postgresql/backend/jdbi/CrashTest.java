package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TcpProxy;
import de.containerconf.postgresql.testkit.TestOperator;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Ends the operator before and after every message of every operation, then starts another one,
/// which must bring about what one without a crash does.
@EveryPostgres
class CrashTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";

    private PostgresServer postgres;
    private Login login;

    /// An operation as the controller drives it: each time it looks and does what is left.
    enum Drive {
        CREATE {
            @Override
            void prepare(PostgresServer postgres) {
                postgres.execute("DROP DATABASE IF EXISTS shop");
                postgres.execute("DROP ROLE IF EXISTS alice");
            }

            @Override
            boolean drive(TestOperator operator) {
                var catalog = look(operator);
                if (catalog.role(new RoleName("alice")).isEmpty()) {
                    operator.createRole("alice");
                }
                if (catalog.databasesOf(UID).isEmpty()) {
                    operator.createDatabase("shop", "alice", UID);
                }
                return look(operator).unfinished().isEmpty();
            }
        },
        CHANGE_OWNER {
            @Override
            boolean drive(TestOperator operator) {
                var state = operator.state("shop");
                if (!state.owner().equals("bob")) {
                    operator.ops().changeOwner(state, new RoleName("bob"));
                }
                return true;
            }
        },
        RELEASE {
            @Override
            boolean drive(TestOperator operator) {
                var state = operator.state("shop");
                if (state.claimedBy(UID)) {
                    operator.ops().release(state);
                }
                return true;
            }
        },
        ADOPT {
            @Override
            void prepare(PostgresServer postgres) {
                super.prepare(postgres);
                postgres.execute("COMMENT ON DATABASE shop IS NULL");
            }

            @Override
            boolean drive(TestOperator operator) {
                var state = operator.state("shop");
                if (!state.claimedBy(UID)) {
                    operator.ops().claim(state, TestOperator.claim(UID, Origin.ADOPTED));
                }
                return true;
            }
        },
        DROP {
            @Override
            boolean drive(TestOperator operator) {
                return drop(operator, SessionPolicy.WAIT);
            }
        },
        DROP_AT_ONCE {
            @Override
            boolean drive(TestOperator operator) {
                return drop(operator, SessionPolicy.TERMINATE);
            }
        },
        RELEASE_AFTER_ALL {
            @Override
            void prepare(PostgresServer postgres) {
                super.prepare(postgres);
                shut(postgres);
            }

            @Override
            boolean drive(TestOperator operator) {
                return RELEASE.drive(operator);
            }
        },
        PUT_BACK {
            @Override
            void prepare(PostgresServer postgres) {
                super.prepare(postgres);
                shut(postgres);
                var name = "\"pgc-drop-%s\"".formatted(UID);
                postgres.execute("ALTER DATABASE shop RENAME TO " + name);
                postgres.execute(
                        "ALTER DATABASE %s OWNER TO %s"
                                .formatted(
                                        name,
                                        exists(postgres, PostgresServer.OPS)
                                                ? PostgresServer.OPS
                                                : "CURRENT_USER"));
            }

            @Override
            boolean drive(TestOperator operator) {
                look(operator)
                        .halfDropped(UID)
                        .ifPresent(each ->
                                operator.ops()
                                        .putBack(
                                                each,
                                                new DatabaseName("shop"),
                                                new RoleName("alice")));
                return look(operator).unfinished().isEmpty();
            }
        },
        DROP_ROLE {
            @Override
            void prepare(PostgresServer postgres) {
                if (exists(postgres, "carol")) {
                    return;
                }
                // From 16 on the creator of a role may drop it, and nobody else without SUPERUSER.
                if (exists(postgres, PostgresServer.OPS)) {
                    postgres.execute("SET ROLE " + PostgresServer.OPS);
                }
                postgres.execute("CREATE ROLE carol LOGIN");
                postgres.execute("RESET ROLE");
                postgres.execute(
                        "COMMENT ON ROLE carol IS '%s'".formatted(TestOperator.ROLE_CLAIM.line()));
            }

            @Override
            boolean drive(TestOperator operator) {
                operator.ops()
                        .catalog(new Lookup(Set.of(), Set.of(new RoleName("carol")), Set.of()))
                        .role(new RoleName("carol"))
                        .ifPresent(operator.ops()::dropRole);
                return true;
            }
        },
        CREATE_LOGIN {
            @Override
            void prepare(PostgresServer postgres) {
                super.prepare(postgres);
                postgres.execute("DROP ROLE IF EXISTS \"shop-1\"");
            }

            @Override
            boolean drive(TestOperator operator) {
                if (operator.logins(UID).isEmpty()) {
                    operator.createLogin("shop-1", Password.of("x"), "alice", "shop", UID);
                }
                return true;
            }
        },
        RESTORE_LOGIN {
            @Override
            void prepare(PostgresServer postgres) {
                super.prepare(postgres);
                login(postgres);
                postgres.execute("ALTER ROLE \"shop-1\" NOLOGIN");
            }

            @Override
            boolean drive(TestOperator operator) {
                for (var each : operator.logins(UID)) {
                    if (!each.serves("shop", "bob")) {
                        operator.ops()
                                .restoreLogin(each, new RoleName("bob"), new DatabaseName("shop"));
                    }
                }
                return true;
            }
        },
        DROP_LOGIN {
            @Override
            void prepare(PostgresServer postgres) {
                super.prepare(postgres);
                login(postgres);
            }

            @Override
            boolean drive(TestOperator operator) {
                operator.logins(UID)
                        .forEach(each -> operator.ops().dropLogin(each, SessionPolicy.TERMINATE));
                return true;
            }
        };

        private static boolean exists(PostgresServer postgres, String role) {
            return !postgres.query("SELECT FROM pg_roles WHERE rolname = ?", role).isEmpty();
        }

        private static boolean drop(TestOperator operator, SessionPolicy sessions) {
            var catalog = look(operator);
            if (catalog.unfinished().contains(UID)) {
                operator.ops().discardUnfinished(UID);
            }
            catalog.databasesOf(UID).forEach(each -> operator.ops().dropDatabase(each, sessions));
            return true;
        }

        /// As a deletion does that sends sessions away.
        private static void shut(PostgresServer postgres) {
            postgres.execute("ALTER DATABASE shop ALLOW_CONNECTIONS false");
            postgres.execute(
                    "COMMENT ON DATABASE shop IS '%s door=shut'"
                            .formatted(TestOperator.claim(UID).line()));
        }

        /// A login for alice. One that is left is made anew, by who may do so on every version.
        private static void login(PostgresServer postgres) {
            postgres.execute("DROP ROLE IF EXISTS \"shop-1\"");
            if (exists(postgres, PostgresServer.OPS)) {
                postgres.execute("SET ROLE " + PostgresServer.OPS);
            }
            postgres.execute("CREATE ROLE \"shop-1\" LOGIN");
            postgres.execute("GRANT alice TO \"shop-1\"");
            postgres.execute("RESET ROLE");
            postgres.execute(
                    "COMMENT ON ROLE \"shop-1\" IS '%s'"
                            .formatted(
                                    new LoginClaim(
                                                    TestOperator.CLUSTER,
                                                    new ObjectKey("shop", UID),
                                                    UID,
                                                    "0123",
                                                    Instant.EPOCH)
                                            .line()));
            postgres.execute("ALTER ROLE \"shop-1\" IN DATABASE shop SET role TO 'alice'");
        }

        /// Restores the beginning. A database that is still there is kept, because a new one takes
        /// its time.
        void prepare(PostgresServer postgres) {
            if (postgres.query("SELECT FROM pg_database WHERE datname = 'shop'").isEmpty()) {
                postgres.execute("CREATE DATABASE shop");
            }
            postgres.execute("ALTER DATABASE shop OWNER TO alice");
            postgres.execute(
                    "COMMENT ON DATABASE shop IS '%s'".formatted(TestOperator.claim(UID).line()));
        }

        /// Does what is left, and says whether that is nothing now.
        abstract boolean drive(TestOperator operator);

        private static de.containerconf.postgresql.api.database.Catalog look(
                TestOperator operator) {
            return operator.ops()
                    .catalog(
                            new Lookup(
                                    Set.of(new DatabaseName("shop")),
                                    Set.of(new RoleName("alice")),
                                    Set.of(UID)));
        }
    }

    @BeforeEach
    void foreign(PostgresServer server, Login ours) {
        postgres = server;
        login = ours;
        postgres.execute("CREATE ROLE mallory CREATEDB");
        postgres.execute("CREATE DATABASE precious OWNER mallory");
        postgres.execute("COMMENT ON DATABASE precious IS 'not yours'");
        try (var operator = Jdbi.operator(postgres, login)) {
            operator.createRole("alice");
            operator.createRole("bob");
        }
    }

    @ParameterizedTest
    @EnumSource(Drive.class)
    void a_crash_anywhere_converges(Drive drive) {
        var untouched = run(drive, StatementHook.counter(), postgres.port());
        var wanted = world();

        for (var number = 1; number <= untouched; number++) {
            for (var cut : cuts()) {
                crash(drive, cut, number);
                try (var operator = Jdbi.operator(postgres, login)) {
                    assertThat(drive.drive(operator)).isTrue();
                }

                assertThat(world())
                        .as("%s, %s at message %d", drive, cut, number)
                        .containsExactlyElementsOf(wanted);
            }
        }
    }

    /// After each message, and then before each: what the server has is the same, but the ways to
    /// get there differ. The last two are of the server's making.
    private List<String> cuts() {
        var reduced = login.name().equals(PostgresServer.OPS) ? 2 : 1;
        return List.of("answer lost", "stopped", "terminated", "cut")
                .subList(0, FullCounts.of(reduced, 4));
    }

    private void crash(Drive drive, String cut, int number) {
        try (var proxy = new TcpProxy(postgres.port())) {
            var hook =
                    new StatementHook(
                            number,
                            switch (cut) {
                                case "stopped" ->
                                        () -> {
                                            throw new DatabaseFailure.Fenced("stopped");
                                        };
                                case "terminated" -> this::terminate;
                                case "cut" -> proxy::cut;
                                default -> proxy::cutInsteadOfTheNextAnswer;
                            });
            run(drive, hook, proxy.port());
        }
    }

    /// Does it once, and says how many messages it took.
    private int run(Drive drive, StatementHook hook, int port) {
        drive.prepare(postgres);
        try (var operator =
                Jdbi.operator(Jdbi.settings(postgres.host(), port, login), (Fence) hook)) {
            drive.drive(operator);
        } catch (DatabaseFailure crashed) {
            assertThat(crashed)
                    .isInstanceOfAny(
                            DatabaseFailure.Fenced.class,
                            DatabaseFailure.Unavailable.class,
                            DatabaseFailure.Stale.class);
        }
        return hook.count();
    }

    private void terminate() {
        postgres.query(
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE application_name LIKE 'postgresql-operator%'\
                """);
    }

    /// All that could have been touched, without oids.
    private List<String> world() {
        return Stream.of(
                        """
                        SELECT datname, r.rolname, datallowconn, datistemplate, datconnlimit,
                               shobj_description(d.oid, 'pg_database'), datacl
                        FROM pg_database d JOIN pg_roles r ON r.oid = datdba ORDER BY datname\
                        """,
                        """
                        SELECT rolname, rolcanlogin, rolsuper, shobj_description(oid, 'pg_authid')
                        FROM pg_roles ORDER BY rolname\
                        """,
                        """
                        SELECT r.rolname, d.datname, s.setconfig FROM pg_db_role_setting s
                        LEFT JOIN pg_roles r ON r.oid = s.setrole
                        LEFT JOIN pg_database d ON d.oid = s.setdatabase ORDER BY 1, 2\
                        """,
                        """
                        SELECT roleid::regrole, member::regrole, grantor::regrole, to_jsonb(m) - 'oid' - 'roleid' - 'member' - 'grantor'
                        FROM pg_auth_members m ORDER BY 1, 2, 3\
                        """)
                .flatMap(query -> postgres.query(query).stream())
                .toList();
    }
}
