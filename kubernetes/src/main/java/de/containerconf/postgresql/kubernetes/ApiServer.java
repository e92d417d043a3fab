package de.containerconf.postgresql.kubernetes;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Sends requests to one API server and reads the answers as they stream in. Thread-safe.
final class ApiServer implements AutoCloseable {

    static final String USER_AGENT = "postgresql-operator";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);

    /// How much longer to wait for it, so that the reason comes from where the time was lost.
    private static final Duration ALLOWANCE = Duration.ofSeconds(5);

    /// Finds a dead HTTP/2 connection under a quiet watch.
    private static final Duration PING = Duration.ofSeconds(30);

    /// Instead of a code, where no answer came.
    private static final String UNANSWERED = "none";

    private static final long MAX_ERROR_BYTES = 64 * 1_024;

    private final OkHttpClient requests;
    private final OkHttpClient watches;
    private final HttpUrl base;
    private final Duration limit;
    private final MeterRegistry meters;

    /// @param watchSilence how long a watch may be without a line
    ApiServer(Connection connection, Duration watchSilence, MeterRegistry meters) {
        requests =
                connection
                        .http()
                        .newBuilder()
                        .connectTimeout(CONNECT_LIMIT)
                        .callTimeout(REQUEST_LIMIT)
                        // The limit of the call covers both; limits of their own would start
                        // clocks.
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .pingInterval(PING)
                        // A redirect is a proxy that wants a person to log in.
                        .followRedirects(false)
                        .build();
        watches =
                requests.newBuilder()
                        .callTimeout(Duration.ZERO)
                        .readTimeout(watchSilence)
                        .writeTimeout(REQUEST_LIMIT)
                        .build();
        base = connection.base();
        limit = REQUEST_LIMIT;
        this.meters = meters;
        for (var verb : Verb.values()) {
            count(verb, "200", 0);
            count(verb, UNANSWERED, 0);
        }
    }

    private ApiServer(ApiServer other, Duration limit) {
        requests = other.requests.newBuilder().connectTimeout(limit).callTimeout(limit).build();
        watches = other.watches;
        base = other.base;
        this.limit = limit;
        meters = other.meters;
    }

    /// The same server, for requests that are of no use later.
    ///
    /// @param limit how long a request may take, or the begin of a watch
    ApiServer within(Duration limit) {
        return new ApiServer(this, limit);
    }

    /// Reads the body of a good answer.
    @FunctionalInterface
    interface Decoder<T> {
        T read(LenientJson json) throws IOException;
    }

    /// The address of something.
    ///
    /// @param segments of the path, not yet encoded
    HttpUrl.Builder url(String... segments) {
        var url = base.newBuilder();
        for (var segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    <T> T get(HttpUrl url, Decoder<T> decoder) throws IOException, InterruptedException {
        return send(Verb.GET, new Request.Builder().url(url), decoder);
    }

    /// Reads what can be long, and is given up at once by an interrupt.
    <T> T list(HttpUrl url, Decoder<T> decoder) throws IOException, InterruptedException {
        var call = requests.newCall(headers(new Request.Builder().url(url)));
        return Exchange.run(call, limit.plus(ALLOWANCE), () -> exchange(Verb.LIST, call, decoder));
    }

    /// @param contentType of the patch, which decides what it means
    <T> T patch(Verb verb, HttpUrl url, String contentType, byte[] body, Decoder<T> decoder)
            throws IOException, InterruptedException {
        var content = RequestBody.create(body, MediaType.get(contentType));
        return send(verb, new Request.Builder().url(url).patch(content), decoder);
    }

    <T> T post(Verb verb, HttpUrl url, byte[] body, Decoder<T> decoder)
            throws IOException, InterruptedException {
        var content = RequestBody.create(body, MediaType.get("application/json"));
        return send(verb, new Request.Builder().url(url).post(content), decoder);
    }

    private <T> T send(Verb verb, Request.Builder request, Decoder<T> decoder)
            throws IOException, InterruptedException {
        var call = requests.newCall(headers(request));
        return Exchange.here(call, () -> exchange(verb, call, decoder));
    }

    private <T> T exchange(Verb verb, Call call, Decoder<T> decoder) throws IOException {
        try (var response = answer(verb, call)) {
            return decoder.read(json(response, false));
        }
    }

    /// Begins a watch. The caller closes it.
    EventStream watch(HttpUrl url) throws IOException, InterruptedException {
        var request =
                new Request.Builder()
                        .url(url)
                        // Else OkHttp asks for gzip, which cannot be read line by line.
                        .header("Accept-Encoding", "identity");
        var call = watches.newCall(headers(request));
        return Exchange.run(
                call,
                limit,
                () -> {
                    var response = answer(Verb.WATCH, call);
                    return new EventStream(call, response, json(response, true));
                });
    }

    private static Request headers(Request.Builder request) {
        return request.header("Accept", "application/json")
                .header("User-Agent", USER_AGENT)
                .build();
    }

    /// Sends the request and waits for the head of the answer.
    private Response answer(Verb verb, Call call) throws IOException {
        try {
            return checked(verb, call.execute());
        } catch (AnswerException counted) {
            throw counted;
        } catch (IOException unanswered) {
            count(verb, UNANSWERED, 1);
            throw unanswered;
        }
    }

    private Response checked(Verb verb, Response response) throws IOException {
        count(verb, Integer.toString(response.code()), 1);
        if (response.isSuccessful()) {
            return response;
        }
        try (response) {
            var body = response.peekBody(MAX_ERROR_BYTES).string();
            throw new AnswerException(ApiStatus.of(response.code(), body, retryAfter(response)));
        }
    }

    private static LenientJson json(Response response, boolean many) {
        var reader =
                new JsonReader(
                        new InputStreamReader(
                                response.body().byteStream(), StandardCharsets.UTF_8));
        if (many) {
            // The only strictness that allows one value after another.
            reader.setStrictness(Strictness.LENIENT);
        }
        return new LenientJson(reader);
    }

    private static @Nullable Duration retryAfter(Response response) {
        var header = response.header("Retry-After");
        try {
            return header == null ? null : Duration.ofSeconds(Long.parseLong(header.strip()));
        } catch (NumberFormatException _) {
            // A date: the API server never sends one.
            return null;
        }
    }

    private void count(Verb verb, String code, int amount) {
        Counter.builder("operator.api.requests")
                .description("Requests to the API server, by what was asked and what it answered")
                .tag("verb", verb.word())
                .tag("code", code)
                .register(meters)
                .increment(amount);
    }

    @Override
    public String toString() {
        return base.toString();
    }

    /// Ends all requests and watches.
    @Override
    public void close() {
        requests.dispatcher().cancelAll();
        requests.dispatcher().executorService().shutdown();
        requests.connectionPool().evictAll();
    }
}
