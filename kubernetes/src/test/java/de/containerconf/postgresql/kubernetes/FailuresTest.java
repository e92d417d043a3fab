package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.transport.SourceException;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The answers are those that KUBERNETES 1.37 gave.
class FailuresTest {

    @Test
    void invalidFieldsAreNamedOneByOne() {
        var failure =
                cluster(
                        422,
                        """
                        {"kind": "Status", "status": "Failure", "code": 422, "reason": "Invalid",
                         "message": "PostgreSQLConfig \\"x\\" is invalid: [spec.owner: Too long, <nil>: Invalid]",
                         "details": {"causes": [
                           {"reason": "FieldValueTooLong", "message": "Too long: may not be more than 63 bytes", "field": "spec.owner"},
                           {"reason": "FieldValueInvalid", "message": "Invalid value: null: some validation rules were not checked", "field": "<nil>"}]}}
                        """);

        assertThat(failure)
                .isInstanceOf(ClusterFailure.Refused.class)
                .hasMessage(
                        "the API server answers 422 Invalid: spec.owner: Too long: may not be more than 63 bytes");
    }

    @Test
    void aForbiddenWriteInATerminatingNamespaceIsNotAboutRights() {
        var failure =
                cluster(
                        403,
                        """
                        {"code": 403, "reason": "Forbidden", "message": "forbidden: unable to create new content in namespace x because it is being terminated",
                         "details": {"causes": [{"reason": "NamespaceTerminating", "message": "m", "field": "metadata.namespace"}]}}
                        """);

        assertThat(failure).isInstanceOf(ClusterFailure.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | BadRequest       | invalid                                                 | Refused
                    401 | Unauthorized     | Unauthorized                                            | Denied
                    403 | Forbidden        | User "x" cannot patch resource "postgresqlconfigs"      | Denied
                    403 | Forbidden        | create not allowed while custom resource definition is terminating | Refused
                    404 | NotFound         | not found                                               | Gone
                    409 | Conflict         | the object has been modified                            | Outdated
                    413 | RequestEntityTooLarge | limit is 3145728                                   | Refused
                    415 | UnsupportedMediaType  | no                                                 | Refused
                    429 | TooManyRequests  | storage is (re)initializing                             | Unavailable
                    500 | InternalError    | oops                                                    | Unavailable
                    500 | ''               | etcdserver: request is too large                        | Refused
                    503 | ServiceUnavailable | apiserver not ready                                   | Unavailable
                    504 | Timeout          | Too large resource version: 9, current: 5               | Unavailable
                    """)
    void anAnswerToARequestAboutAnObject(int code, String reason, String message, String kind) {
        var failure =
                cluster(
                        code,
                        "{\"kind\": \"Status\", \"reason\": \"%s\", \"message\": \"%s\"}"
                                .formatted(reason, message.replace("\"", "\\\"")));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(message);
    }

    /// Nobody has looked for the object: the kind is not there, or not yet.
    @Test
    void aPageThatIsNotFoundIsNotAnObjectThatIsGone() {
        assertThat(cluster(404, "404 page not found\n"))
                .isInstanceOf(ClusterFailure.Unavailable.class)
                .hasMessage("the API server answers 404: 404 page not found");
        assertThat(source(404, "404 page not found\n"))
                .isInstanceOf(SourceException.KindMissing.class);
    }

    @Test
    void theServerSaysWhenToComeBack() {
        var body =
                "{\"reason\": \"TooManyRequests\", \"message\": \"m\", \"details\": {\"retryAfterSeconds\": 3}}";

        assertThat(((SourceException.Unavailable) source(429, body)).retryAfter())
                .contains(Duration.ofSeconds(3));
        var header = ApiStatus.of(503, "<html>", Duration.ofSeconds(7));
        assertThat(((SourceException.Unavailable) Failures.source(header)).retryAfter())
                .contains(Duration.ofSeconds(7));
        assertThat(Failures.source(header)).hasMessage("the API server answers 503: a web page");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    410 | {"reason": "Expired", "message": "The provided continue parameter is too old"}
                    504 | {"reason": "Timeout", "message": "m", "details": {"causes": [{"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}]}}
                    500 | {"reason": "Expired", "message": "m"}
                    """)
    void anUnknownVersionMeansToListAgain(int code, String body) {
        assertThat(source(code, body)).isInstanceOf(SourceException.Expired.class);
    }

    @ParameterizedTest
    @CsvSource({"401, Denied", "403, Denied", "400, Unavailable", "302, Unavailable"})
    void anAnswerToAList(int code, String kind) {
        assertThat(source(code, "").getClass().getSimpleName()).isEqualTo(kind);
    }

    /// The cause tells an answer from no answer.
    @Test
    void noAnswerHasACause() {
        assertThat(Failures.source(new IOException("unexpected end of stream")))
                .isInstanceOf(SourceException.Unavailable.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(source(503, "")).hasNoCause();
    }

    private static ClusterFailure cluster(int code, String body) {
        return Failures.cluster(new AnswerException(ApiStatus.of(code, body, null)));
    }

    private static SourceException source(int code, String body) {
        return Failures.source(new AnswerException(ApiStatus.of(code, body, null)));
    }
}
