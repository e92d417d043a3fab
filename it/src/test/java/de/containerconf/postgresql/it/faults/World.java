package de.containerconf.postgresql.it.faults;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.it.faults.AssembledOperator.Options;
import de.containerconf.postgresql.testkit.ApiClient;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.OwnApiServer;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/// An operator with an API server of its own, a share of a PostgreSQL server, and what both should
/// become. Used by one thread.
final class World implements AutoCloseable {

    private static final Path CRD = Path.of("../manifest/crd.yaml");
    private static final String KIND = "postgresqlconfigs";

    private final String id;
    private final PostgresServer postgres;
    private final OwnApiServer apiServer = new OwnApiServer();
    private final KubernetesApi api = apiServer.api();
    private final String clusterId = UUID.randomUUID().toString();
    private final String transport;
    private final Login login;
    private volatile String password;
    private final TcpProxy proxy;
    private AssembledOperator operator;
    private int operators = 1;

    private final Map<String, Wanted> wanted = new TreeMap<>();
    private final Set<String> mayStay = new HashSet<>();

    /// What an object asks for.
    private record Wanted(String database, String owner, String policy) {}

    /// @param id part of the names of databases and roles; only one world at a time has it
    /// @param restricted whether the login has CREATEDB and CREATEROLE only
    World(String id, String transport, boolean restricted, PostgresServer postgres) {
        this.id = id;
        this.transport = transport;
        this.postgres = postgres;
        login =
                postgres.createLogin(
                        "login_" + id, restricted ? "CREATEDB CREATEROLE" : "SUPERUSER");
        password = login.password();
        proxy = new TcpProxy(postgres.port());
        try {
            api.apply(Files.readString(CRD));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        operator = start();
    }

    private AssembledOperator start() {
        return new AssembledOperator(
                new Options(
                        api.kubeconfig(),
                        api.namespace(),
                        clusterId,
                        transport,
                        proxy.port(),
                        login.name(),
                        () -> password,
                        SslMode.DISABLE,
                        Path.of("")));
    }

    TcpProxy proxy() {
        return proxy;
    }

    AssembledOperator operator() {
        return operator;
    }

    Faults faults() {
        return api.inProcess().orElseThrow().faults();
    }

    void restartOperator(boolean crash) {
        if (crash) {
            operator.crash();
        } else {
            operator.close();
        }
        operator = start();
        operators++;
    }

    /// How many connections are too many: a black hole keeps those of an operator that is gone.
    int mostConnections() {
        return operators * AssembledOperator.MOST_CONNECTIONS;
    }

    void restartApiServer() {
        api.restart();
    }

    /// Gives the operator another password than the server has.
    void wrongPassword() {
        password = "wrong";
        proxy.cut();
    }

    /// Lets new sessions of the operator only read, as on a standby.
    void readOnly(boolean only) {
        alterLogin("SET default_transaction_read_only = " + (only ? "on" : "off"));
        proxy.cut();
    }

    /// Lets the operator have so many sessions; -1 is no limit. A superuser has none.
    void connectionLimit(int limit) {
        alterLogin("CONNECTION LIMIT " + limit);
        proxy.cut();
    }

    private void alterLogin(String change) {
        postgres.execute("ALTER ROLE %s %s".formatted(PostgresServer.quoted(login.name()), change));
    }

    /// Lets the operator log in at another server.
    void copyLogin(PostgresServer other) {
        other.execute(
                "CREATE ROLE %s LOGIN CREATEDB CREATEROLE PASSWORD '%s'"
                        .formatted(PostgresServer.quoted(login.name()), login.password()));
    }

    /// Ends all faults.
    void heal() {
        faults().clear();
        password = login.password();
        readOnly(false);
        connectionLimit(-1);
        proxy.pass();
    }

    // ---- objects ----

    Set<String> names() {
        return wanted.keySet();
    }

    /// The database that an object of that name asks for.
    String database(String name) {
        return "w" + id + "_" + name;
    }

    /// Creates an object; nothing happens while one of that name is being deleted.
    void create(String name, String owner, String policy) {
        var object = new JsonObject();
        object.addProperty("apiVersion", "containerconf.de/v1");
        object.addProperty("kind", "PostgreSQLConfig");
        var metadata = new JsonObject();
        metadata.addProperty("name", name);
        object.add("metadata", metadata);
        var spec = new JsonObject();
        spec.addProperty("database", database(name));
        spec.addProperty("adoptionPolicy", "Adopt");
        object.add("spec", edited(spec, owner, policy));
        // A cut connection may hide that it was created.
        var created = persistently(() -> api.client().post(path(""), object.toString()));
        if (created.code() == 201 || lives(name)) {
            wanted.put(name, new Wanted(database(name), owner, policy));
        }
    }

    void edit(String name, String owner, String policy) {
        var patch = new JsonObject();
        patch.add("spec", edited(new JsonObject(), owner, policy));
        persistently(() -> api.client().mergePatch(path(name), patch.toString())).ok();
        wanted.put(name, new Wanted(database(name), owner, policy));
    }

    private static JsonObject edited(JsonObject spec, String owner, String policy) {
        spec.addProperty("owner", owner);
        spec.addProperty("deletionPolicy", policy);
        return spec;
    }

    void delete(String name) {
        persistently(() -> api.client().delete(path(name)));
        var was = wanted.remove(name);
        if (was != null && was.policy().equals("Retain")) {
            mayStay.add(was.database());
        }
    }

    private boolean lives(String name) {
        var object = persistently(() -> api.client().get(path(name)));
        return object.code() == 200 && object.text("metadata", "deletionTimestamp").isEmpty();
    }

    private static ApiClient.Response persistently(Supplier<ApiClient.Response> request) {
        for (var attempt = 0; ; attempt++) {
            try {
                return request.get();
            } catch (UncheckedIOException cut) {
                if (attempt == 5) {
                    throw cut;
                }
            }
        }
    }

    private String path(String name) {
        var all = "/apis/containerconf.de/v1/namespaces/%s/%s".formatted(api.namespace(), KIND);
        return name.isEmpty() ? all : all + "/" + name;
    }

    // ---- what is and what differs ----

    /// Status, reason and message of Ready of an object, and whether they are about the present
    /// generation; the reason is between the first two `|`.
    String ready(String name) {
        return ready(persistently(() -> api.client().get(path(name))).ok().json());
    }

    /// What is not yet as it should be, in words; empty when all has settled.
    List<String> differences() {
        var differences = new ArrayList<String>();
        var objects = persistently(() -> api.client().get(path(""))).ok().json();
        var there = new HashSet<String>();
        for (var each : objects.getAsJsonArray("items")) {
            var object = each.getAsJsonObject();
            var name = object.getAsJsonObject("metadata").get("name").getAsString();
            there.add(name);
            if (!wanted.containsKey(name)) {
                differences.add(name + " is still there: " + ready(object));
            } else if (!ready(object).startsWith("True|Reconciled|true")) {
                differences.add(name + " is not Ready: " + ready(object));
            }
        }
        wanted.keySet().stream()
                .filter(name -> !there.contains(name))
                .forEach(name -> differences.add(name + " is gone"));
        compareDatabases(differences);
        if (!operator.alive()) {
            differences.add("a loop of the operator has ended");
        }
        return differences;
    }

    private void compareDatabases(List<String> differences) {
        var rest = new TreeMap<String, Wanted>();
        wanted.values().forEach(each -> rest.put(each.database(), each));
        for (var row :
                postgres.query(
                        """
                        SELECT datname, pg_get_userbyid(datdba), datallowconn,
                               shobj_description(oid, 'pg_database') LIKE '%containerconf.de/claim%'
                        FROM pg_database
                        WHERE datname LIKE ? OR shobj_description(oid, 'pg_database') LIKE ?
                        """,
                        "w" + id + "\\_%", "%cluster=" + clusterId + "%")) {
            var column = row.split("\\|", -1);
            var expected = rest.remove(column[0]);
            var claimed = column[3].equals("t");
            if (expected == null && (claimed || !mayStay.contains(column[0]))) {
                differences.add("an orphan: " + row);
            } else if (expected != null
                    && !(claimed && column[2].equals("t") && column[1].equals(expected.owner()))) {
                differences.add("not as wanted: " + row + ", wanted " + expected);
            }
        }
        rest.keySet().forEach(name -> differences.add("no database " + name));
    }

    /// Status, reason and message of Ready, and whether they are about the present generation.
    private static String ready(JsonObject object) {
        var generation = object.getAsJsonObject("metadata").get("generation").getAsLong();
        for (var each : object.getAsJsonObject("status").getAsJsonArray("conditions")) {
            var condition = each.getAsJsonObject();
            if (condition.get("type").getAsString().equals("Ready")) {
                var observed = condition.get("observedGeneration");
                return "%s|%s|%b|%s"
                        .formatted(
                                condition.get("status").getAsString(),
                                condition.get("reason").getAsString(),
                                observed != null && observed.getAsLong() == generation,
                                condition.get("message").getAsString());
            }
        }
        return "no condition";
    }

    /// Ends everything, and removes what it left on the server.
    @Override
    public void close() {
        operator.crash();
        proxy.close();
        apiServer.close();
        for (var name :
                postgres.query(
                        "SELECT datname FROM pg_database WHERE datname LIKE ? OR datdba = (SELECT oid FROM pg_roles WHERE rolname = ?)",
                        "w" + id + "\\_%",
                        login.name())) {
            postgres.execute(
                    "DROP DATABASE %s WITH (FORCE)".formatted(PostgresServer.quoted(name)));
        }
    }
}
