package de.containerconf.postgresql.it;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.OperatorProcess;
import de.containerconf.postgresql.devcluster.kubernetes.ApiRequest;
import de.containerconf.postgresql.testkit.ApiClient;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// The linked operator at work between an API server and a PostgreSQL server, in the namespace of
/// one test.
final class Product implements AutoCloseable {

    /// How long anything may take that is not a fault.
    static final Duration SOON = Duration.ofSeconds(20);

    /// The resync of every operator here, unless the test says otherwise.
    static final Duration RESYNC = Duration.ofSeconds(2);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final KubernetesApi api;
    private final PostgresServer postgres;
    private final Login login;
    private final List<String> arguments;
    private final Path passwordFile;
    private Map<String, String> environment = Map.of();
    private Path program = OperatorProcess.launcher(ROOT);
    private List<String> before = List.of();
    private @Nullable OperatorProcess operator;

    private Product(
            KubernetesApi api, PostgresServer postgres, Login login, List<String> arguments) {
        this.api = api;
        this.postgres = postgres;
        this.login = login;
        this.arguments = arguments;
        try {
            passwordFile = Files.createTempFile("password", "");
            password(login.password());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Starts the operator for the namespace of the test.
    static Product start(
            KubernetesApi api, PostgresServer postgres, Login login, String... arguments) {
        var product = prepare(api, postgres, login, arguments);
        product.start();
        return product;
    }

    /// As [#start], without starting it.
    static Product prepare(
            KubernetesApi api, PostgresServer postgres, Login login, String... arguments) {
        return new Product(api, postgres, login, List.of(arguments));
    }

    /// Sets variables that [#start] hands over, for instance those of a Deployment.
    Product with(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /// Has [#start] run another program than the launcher of the image, for instance one that
    /// starts a container.
    ///
    /// @param before its arguments, before those of the operator
    Product by(Path other, List<String> before) {
        program = other;
        this.before = List.copyOf(before);
        return this;
    }

    /// What the operator reads: the password, and where the API server is.
    List<Path> files() {
        return List.of(passwordFile, api.kubeconfig());
    }

    void start() {
        var all = new ArrayList<>(before);
        var usual =
                Map.of(
                        "--postgresql.host", postgres.host(),
                        "--postgresql.port", Integer.toString(postgres.port()),
                        "--postgresql.user", login.name(),
                        "--postgresql.password-file", passwordFile.toString(),
                        "--kubernetes.kubeconfig", api.kubeconfig().toString(),
                        "--namespaces", api.namespace(),
                        "--resync", RESYNC.toMillis() + "ms",
                        "--poll-interval", "500ms",
                        "--management-port", "0");
        usual.forEach((name, value) -> {
            if (arguments.stream().noneMatch(each -> each.startsWith(name + "="))) {
                all.add(name + "=" + value);
            }
        });
        all.addAll(arguments);
        operator =
                OperatorProcess.start(
                        program,
                        environment,
                        all,
                        line -> System.out.println("operator | " + line));
    }

    /// Writes the file that the operator reads the password from.
    void password(String password) {
        try {
            Files.writeString(passwordFile, password + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    OperatorProcess operator() {
        if (operator == null) {
            throw new IllegalStateException("not started");
        }
        return operator;
    }

    // ---- objects ----

    /// The path of an object, or of all with an empty name.
    String path(String name) {
        var all =
                "/apis/containerconf.de/v1/namespaces/%s/postgresqlconfigs"
                        .formatted(api.namespace());
        return name.isEmpty() ? all : all + "/" + name;
    }

    /// The object as claims name it.
    String key(String name) {
        return api.namespace() + "/" + name;
    }

    /// Waits until the API server serves the kind: the operator brings it.
    void awaitKind() {
        await().atMost(SOON).until(() -> api.client().get(path("")).code() == 200);
    }

    /// Creates an object, or changes what is given of its spec.
    void apply(String name, String database, String owner) {
        var spec = new JsonObject();
        spec.addProperty("database", database);
        spec.addProperty("owner", owner);
        apply(name, spec).ok();
    }

    ApiClient.Response apply(String name, JsonObject spec) {
        var object = new JsonObject();
        object.addProperty("apiVersion", "containerconf.de/v1");
        object.addProperty("kind", "PostgreSQLConfig");
        var metadata = new JsonObject();
        metadata.addProperty("name", name);
        object.add("metadata", metadata);
        object.add("spec", spec);
        var path = path(name) + "?fieldManager=test&force=true";
        // Just after a change of the CRD the answer is 429, "storage is (re)initializing".
        return await().atMost(SOON)
                .until(
                        () -> api.client().apply(path, object.toString()),
                        answer -> answer.code() != 429);
    }

    void delete(String name) {
        api.client().delete(path(name)).ok();
    }

    /// Takes an object away without letting the operator do anything.
    void abandon(String name) {
        api.client()
                .mergePatch(
                        path(name),
                        "{\"metadata\":{\"annotations\":{\"containerconf.de/paused\":\"true\"}}}");
        api.client().delete(path(name));
        api.client().mergePatch(path(name), "{\"metadata\":{\"finalizers\":null}}");
    }

    void annotate(String name, String annotation, String value) {
        api.client()
                .mergePatch(
                        path(name),
                        "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                                .formatted(annotation, value))
                .ok();
    }

    Optional<String> annotation(String name, String annotation) {
        var metadata = api.client().get(path(name)).ok().json().getAsJsonObject("metadata");
        return Optional.ofNullable(metadata.getAsJsonObject("annotations"))
                .map(annotations -> annotations.get(annotation))
                .map(JsonElement::getAsString);
    }

    boolean gone(String name) {
        return api.client().get(path(name)).code() == 404;
    }

    void awaitGone(String name) {
        eventually(() -> gone(name), () -> name + " is still there: " + describe(name));
    }

    /// Waits until the object is Ready for its present generation.
    void awaitReady(String name) {
        eventually(() -> ready(name), () -> name + " is not Ready: " + describe(name));
    }

    /// Waits until Ready has that reason, for the present generation.
    Condition awaitReason(String name, String reason) {
        eventually(
                () -> condition(name).reason.equals(reason) && condition(name).current,
                () -> name + " is not " + reason + ": " + describe(name));
        return condition(name);
    }

    boolean ready(String name) {
        var condition = condition(name);
        return condition.status.equals("True") && condition.current;
    }

    /// The condition Ready of an object.
    Condition condition(String name) {
        var answer = api.client().get(path(name));
        return answer.code() == 200 ? condition(answer.json()) : Condition.NONE;
    }

    /// All objects.
    JsonArray objects() {
        return api.client().get(path("")).ok().json().getAsJsonArray("items");
    }

    static Condition condition(JsonObject object) {
        var status = object.getAsJsonObject("status");
        if (status == null || !status.has("conditions")) {
            return Condition.NONE;
        }
        var generation = object.getAsJsonObject("metadata").get("generation").getAsLong();
        for (var each : status.getAsJsonArray("conditions")) {
            var condition = each.getAsJsonObject();
            if (condition.get("type").getAsString().equals("Ready")) {
                return new Condition(
                        condition.get("status").getAsString(),
                        condition.get("reason").getAsString(),
                        condition.get("message").getAsString(),
                        condition.has("observedGeneration")
                                && condition.get("observedGeneration").getAsLong() == generation);
            }
        }
        return Condition.NONE;
    }

    /// The condition Ready.
    ///
    /// @param current whether it is about the present generation
    record Condition(String status, String reason, String message, boolean current) {
        static final Condition NONE = new Condition("", "", "", false);
    }

    // ---- databases ----

    boolean databaseExists(String name) {
        return !postgres.query("SELECT FROM pg_database WHERE datname = ?", name).isEmpty();
    }

    /// The owner of a database, or "" if there is none of that name.
    String owner(String database) {
        return postgres
                .query(
                        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = ?",
                        database)
                .stream()
                .findFirst()
                .orElse("");
    }

    void awaitOwner(String database, String owner) {
        eventually(
                () -> owner(database).equals(owner),
                () -> database + " belongs to '" + owner(database) + "'");
    }

    /// When each login for an application was made, by its claim.
    List<Instant> loginsIssued() {
        return postgres
                .query(
                        """
                        SELECT substring(shobj_description(oid, 'pg_authid') FROM ' issued=(\\S+)')
                        FROM pg_roles WHERE shobj_description(oid, 'pg_authid') LIKE '% login %'\
                        """)
                .stream()
                .map(Instant::parse)
                .toList();
    }

    /// Databases under the operator's private names.
    List<String> privateDatabases() {
        return postgres.query("SELECT datname FROM pg_database WHERE datname LIKE 'pgc-%'");
    }

    // ---- management ----

    /// What the management server answers: the code, then the body.
    String management(String path) {
        try {
            var uri = URI.create("http://127.0.0.1:" + operator().managementPort() + path);
            var request = HttpRequest.newBuilder(uri).timeout(SOON).build();
            var answer = HTTP.send(request, BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body().strip();
        } catch (IOException | IllegalStateException notYet) {
            return "0 " + notYet;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /// The sum of a metric over the series that have these labels, each as `name="value"`. An
    /// operator that has just been started is waited for.
    double metric(String name, String... labels) {
        return await().atMost(SOON)
                .until(() -> management("/metrics"), answer -> answer.startsWith("200 "))
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// Waits until so many more resyncs are over.
    void awaitResyncs(int count) {
        var until = metric("operator_resyncs_total") + count;
        eventually(
                () -> metric("operator_resyncs_total") >= until,
                () -> "no %d resyncs".formatted(count));
    }

    /// Waits until no object is being worked on: what a pass is in the middle of comes before its
    /// end.
    void awaitRest() {
        eventually(
                () -> metric("operator_queue_active") + metric("operator_queue_depth") == 0,
                () -> "never at rest");
    }

    void awaitLog(String part) {
        eventually(
                () -> operator().log().stream().anyMatch(line -> line.contains(part)),
                () -> "no line with '" + part + "' in\n" + String.join("\n", operator().log()));
    }

    static boolean sentByTheOperator(ApiRequest request) {
        return request.userAgent().startsWith("postgresql-operator");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void eventually(
            java.util.concurrent.Callable<Boolean> condition,
            java.util.function.Supplier<String> otherwise) {
        try {
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(condition);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(otherwise.get(), late);
        }
    }

    private String describe(String name) {
        return api.client().get(path(name)).text();
    }

    /// What others can read of it, by where that is.
    Map<String, List<String>> places() {
        var places = new TreeMap<String, List<String>>();
        places.put("the log", operator().log());
        places.put("the metrics", List.of(management("/metrics")));
        places.put("the answer of /readyz", List.of(management("/readyz")));
        var events = "/apis/events.k8s.io/v1/namespaces/%s/events".formatted(api.namespace());
        for (var path : List.of(path(""), events)) {
            places.put(path, List.of(api.client().get(path).text()));
        }
        places.putAll(Secrets.ofProcess(operator().pid()));
        return places;
    }

    /// Ends the operator, then removes what the test made: objects would stay for ever without it.
    /// No password of the login may have got anywhere.
    @Override
    public void close() {
        var places = new TreeMap<String, List<String>>();
        if (operator != null) {
            if (operator.alive()) {
                places.putAll(places());
            }
            operator.stop();
            places.put("the log", operator.log());
        }
        try {
            if (api.client().get(path("")).code() == 200) {
                for (var each : objects()) {
                    abandon(
                            each.getAsJsonObject()
                                    .getAsJsonObject("metadata")
                                    .get("name")
                                    .getAsString());
                }
            }
            Files.deleteIfExists(passwordFile);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Secrets.assertNowhere(login.password(), places);
    }
}
