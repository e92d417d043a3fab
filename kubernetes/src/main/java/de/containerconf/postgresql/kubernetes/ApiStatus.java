package de.containerconf.postgresql.kubernetes;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An error as the API server describes it: Kubernetes API reference, `meta/v1 Status`.
///
/// @param code as HTTP's
/// @param reason one word for programs, or null if the answer was no `Status`
/// @param retryAfter how long the server asks to wait, or null
record ApiStatus(
        int code,
        @Nullable String reason,
        String message,
        List<Cause> causes,
        @Nullable Duration retryAfter) {

    private static final int MAX_TEXT = 300;

    /// One of several causes; each part can be empty.
    record Cause(String reason, String field, String message) {}

    /// Reads an answer.
    ///
    /// @param retryAfterHeader of the answer; the body can say more
    static ApiStatus of(int code, String body, @Nullable Duration retryAfterHeader) {
        var json = new LenientJson(new JsonReader(new StringReader(body)));
        try {
            var status = read(json, code);
            if (status.reason != null || !status.message.isEmpty()) {
                return new ApiStatus(
                        code,
                        status.reason,
                        status.message,
                        status.causes,
                        retryAfterHeader == null ? status.retryAfter : retryAfterHeader);
            }
        } catch (IOException _) {
            // As "404 page not found", which is plain text.
        }
        var text = body.strip().lines().findFirst().orElse("");
        text = text.startsWith("<") ? "a web page" : text;
        return new ApiStatus(
                code,
                null,
                text.substring(0, Math.min(text.length(), MAX_TEXT)),
                List.of(),
                retryAfterHeader);
    }

    /// Reads the object of an ERROR event, or of an answer.
    static ApiStatus read(LenientJson json, int otherwise) throws IOException {
        var builder =
                new Object() {
                    long code = otherwise;
                    @Nullable String reason;
                    @Nullable String message;
                    @Nullable Duration retryAfter;
                    final List<Cause> causes = new ArrayList<>();
                };
        json.object(
                "status",
                name -> {
                    switch (name) {
                        case "code" -> builder.code = json.number(name, otherwise);
                        case "reason" -> builder.reason = json.text(name);
                        case "message" -> builder.message = json.text(name);
                        case "details" ->
                                json.object(
                                        name,
                                        detail -> {
                                            switch (detail) {
                                                case "retryAfterSeconds" -> {
                                                    var seconds = json.number(detail, 0);
                                                    builder.retryAfter =
                                                            seconds > 0
                                                                    ? Duration.ofSeconds(seconds)
                                                                    : null;
                                                }
                                                case "causes" ->
                                                        json.list(
                                                                detail,
                                                                () ->
                                                                        builder.causes.add(
                                                                                cause(json)));
                                                default -> json.skip();
                                            }
                                        });
                        default -> json.skip();
                    }
                });
        return new ApiStatus(
                Math.toIntExact(Math.clamp(builder.code, 0, 999)),
                builder.reason,
                builder.message == null ? "" : builder.message,
                List.copyOf(builder.causes),
                builder.retryAfter);
    }

    private static Cause cause(LenientJson json) throws IOException {
        var parts = new String[] {"", "", ""};
        json.object(
                "cause",
                name -> {
                    var index = List.of("reason", "field", "message").indexOf(name);
                    if (index < 0) {
                        json.skip();
                    } else {
                        var text = json.text(name);
                        parts[index] = text == null ? "" : text;
                    }
                });
        return new Cause(parts[0], parts[1], parts[2]);
    }

    /// Whether a version, or the continuation of a list, is not known: no longer (410), or not yet,
    /// as on a cluster that was restored.
    boolean expired() {
        return code == 410
                || "Expired".equals(reason)
                || "Gone".equals(reason)
                || hasCause("ResourceVersionTooLarge");
    }

    /// Whether the namespace, or the kind, is being deleted: a 403 that has nothing to do with
    /// rights and does not go away.
    boolean terminating() {
        return hasCause("NamespaceTerminating")
                || message.contains("custom resource definition is terminating");
    }

    /// Whether etcd refused the object for its size: a 500 that comes again each time.
    boolean tooLarge() {
        return message.contains("request is too large");
    }

    private boolean hasCause(String word) {
        return causes.stream().anyMatch(cause -> cause.reason().equals(word));
    }

    /// For people: what the server said, and of invalid fields which and why.
    String text() {
        var fields =
                causes.stream()
                        // "<nil>: some validation rules were not checked" tells nobody anything.
                        .filter(cause -> !cause.field().isEmpty() && !cause.field().equals("<nil>"))
                        .map(cause -> cause.field() + ": " + cause.message())
                        .collect(Collectors.joining("; "));
        var words = code == 422 && !fields.isEmpty() ? fields : message;
        return "the API server answers %d%s%s"
                .formatted(
                        code,
                        reason == null ? "" : " " + reason,
                        words.isEmpty() ? "" : ": " + words);
    }
}
