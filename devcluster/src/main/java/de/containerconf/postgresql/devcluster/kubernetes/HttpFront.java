package de.containerconf.postgresql.devcluster.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.store.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// From HTTP to answers and back: paths, faults, counts, headers. Thread-safe; each request has a
/// virtual thread, which is interrupted to end its connection.
final class HttpFront implements HttpHandler {

    // As --max-request-bytes of the API server, 3 MiB.
    private static final int MAX_BODY = 3 * 1024 * 1024;

    private final ResourceHandler resources;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final Faults faults;
    private final Requests requests;
    private final Set<Thread> active = ConcurrentHashMap.newKeySet();

    HttpFront(
            ResourceHandler resources,
            ResourceRegistry registry,
            Faults faults,
            Requests requests) {
        this.resources = resources;
        this.discovery = new Discovery(registry);
        this.openApi = new OpenApi(registry);
        this.faults = faults;
        this.requests = requests;
    }

    /// Ends all requests that are under way, without an answer or without its end.
    void interrupt() {
        active.forEach(Thread::interrupt);
    }

    int underWay() {
        return active.size();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        active.add(Thread.currentThread());
        try {
            respond(exchange);
        } catch (InterruptedException e) {
            // An exception makes the server end the connection, without the last chunk of a body.
            throw (IOException) new InterruptedIOException().initCause(e);
        } finally {
            active.remove(Thread.currentThread());
        }
    }

    private void respond(HttpExchange exchange) throws IOException, InterruptedException {
        var request =
                ApiRequest.parse(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        header(exchange, "User-Agent"));
        var bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        var fault =
                faults.admits(request, header(exchange, "Authorization"))
                        ? faults.next(request).orElse(null)
                        : new Faults.Fault.Failure(401, null);
        switch (fault) {
            case Faults.Fault.Delay delay -> Thread.sleep(delay.time());
            case Faults.Fault.Cut _ -> throw cut(request);
            case Faults.Fault.Observed observed when observed.before().getAsBoolean() ->
                    throw cut(request);
            case null, default -> {
                // Others act on the answer.
            }
        }
        var answer =
                switch (fault) {
                    case Faults.Fault.Failure failure -> failed(failure);
                    case Faults.Fault.Reply(var code, var type, var body) ->
                            new Answer.Content(
                                    code,
                                    type,
                                    List.of(body.getBytes(StandardCharsets.UTF_8)),
                                    List.of(),
                                    0);
                    case null, default -> answer(exchange, request, bytes);
                };
        if (fault instanceof Faults.Fault.CutAfter
                || (fault instanceof Faults.Fault.Observed observed
                        && observed.after().getAsBoolean())) {
            throw cut(request);
        }
        requests.count(request, answer.code());
        if (fault != null) {
            exchange.setStreams(null, FaultyBody.of(fault, exchange.getResponseBody()));
        }
        send(exchange, answer);
    }

    private IOException cut(ApiRequest request) {
        requests.count(request, 0);
        return new IOException("cut as a test wanted it");
    }

    private static Answer failed(Faults.Fault.Failure failure) {
        var wait = failure.retryAfter();
        var seconds = wait == null ? 0 : Math.max(1, (int) wait.toSeconds());
        var details = seconds == 0 ? null : Json.object("retryAfterSeconds", seconds);
        var reason =
                switch (failure.code()) {
                    case 401 -> "Unauthorized";
                    case 403 -> "Forbidden";
                    case 409 -> "Conflict";
                    case 410 -> "Expired";
                    case 422 -> "Invalid";
                    case 429 -> "TooManyRequests";
                    case 500 -> "InternalError";
                    case 503 -> "ServiceUnavailable";
                    default -> "Unknown";
                };
        return Answer.of(
                new ApiException(failure.code(), reason, "failed as a test wanted it", details));
    }

    private Answer answer(HttpExchange exchange, ApiRequest request, byte[] bytes) {
        var accept = header(exchange, "Accept");
        try {
            if (bytes.length > MAX_BODY) {
                var message = "limit is " + MAX_BODY;
                return Answer.of(new ApiException(413, "RequestEntityTooLarge", message, null));
            }
            if (!request.resource().isEmpty()) {
                var body = Body.of(header(exchange, "Content-Type"), bytes);
                return resources.answer(request, body, accept);
            }
            return switch (request.path()) {
                case "/healthz", "/livez", "/readyz" -> Answer.text(200, "ok");
                case "/version" -> Answer.json(200, ApiVersion.json());
                default ->
                        discovery
                                .answer(request.path(), accept)
                                .or(() -> openApi.answer(request.path()))
                                .orElseGet(Answer::noSuchPath);
            };
        } catch (ApiException e) {
            return Answer.of(e);
        } catch (Store.TooLargeException e) {
            return Answer.of(new ApiException(500, null, String.valueOf(e.getMessage()), null));
        } catch (RuntimeException e) {
            System.getLogger(HttpFront.class.getName())
                    .log(System.Logger.Level.WARNING, request.path(), e);
            return Answer.of(new ApiException(500, "InternalError", e.toString(), null));
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void send(HttpExchange exchange, Answer answer)
            throws IOException, InterruptedException {
        var headers = exchange.getResponseHeaders();
        var zipped = Compression.wanted(header(exchange, "Accept-Encoding"));
        switch (answer) {
            case Answer.Content content -> {
                headers.set("Content-Type", content.contentType());
                content.warnings()
                        .forEach(text ->
                                headers.add(
                                        "Warning",
                                        "299 - \"%s\"".formatted(text.replace("\"", "\\\""))));
                if (content.retryAfterSeconds() > 0) {
                    headers.set("Retry-After", Integer.toString(content.retryAfterSeconds()));
                }
                var parts = content.parts();
                if (zipped && Compression.worth(parts)) {
                    headers.set("Content-Encoding", "gzip");
                    parts = List.of(Compression.whole(parts));
                }
                var length = parts.stream().mapToLong(part -> part.length).sum();
                exchange.sendResponseHeaders(content.code(), length);
                var out = exchange.getResponseBody();
                for (var part : parts) {
                    out.write(part);
                }
            }
            case Answer.Stream stream -> {
                headers.set("Content-Type", stream.contentType());
                var members = zipped && stream.compressible();
                if (members) {
                    headers.set("Content-Encoding", "gzip");
                }
                exchange.sendResponseHeaders(200, 0);
                var out = exchange.getResponseBody();
                stream.writer().write(members ? Compression.inMembers(out) : out);
            }
        }
        exchange.close();
    }
}
