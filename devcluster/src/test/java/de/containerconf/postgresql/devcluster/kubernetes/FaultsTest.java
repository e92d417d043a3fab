package de.containerconf.postgresql.devcluster.kubernetes;

import static de.containerconf.postgresql.devcluster.kubernetes.ServerFixture.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final Predicate<ApiRequest> LISTS = Faults.requests("configmaps", "list");

    private ServerFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new ServerFixture(null);
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private int list() throws Exception {
        return fixture.get(CONFIG_MAPS).statusCode();
    }

    @Test
    void aFailureStandsForANumberOfRequests() throws Exception {
        fixture.server().faults().fail(2, LISTS, 503);

        assertThat(list()).isEqualTo(503);
        assertThat(fixture.createConfigMap("one").statusCode()).isEqualTo(201);
        assertThat(list()).isEqualTo(503);
        assertThat(list()).isEqualTo(200);
    }

    @Test
    void aFailureCanSayWhenToComeBack() throws Exception {
        fixture.server().faults().fail(1, LISTS, 429, Duration.ofSeconds(3));

        var failed = fixture.get(CONFIG_MAPS);

        assertThat(failed.statusCode()).isEqualTo(429);
        assertThat(failed.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(failed.body()).contains("\"retryAfterSeconds\":3");
    }

    @Test
    void aDelayedRequestIsDoneLater() throws Exception {
        fixture.server().faults().delay(1, LISTS, Duration.ofMillis(200));

        var begin = System.nanoTime();

        assertThat(list()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofMillis(199));
    }

    @Test
    void aCutRequestIsNotDone() throws Exception {
        fixture.server().faults().cut(1, Faults.requests("configmaps", "create"));

        assertThatThrownBy(() -> fixture.createConfigMap("one")).isInstanceOf(IOException.class);

        assertThat(fixture.get(CONFIG_MAPS + "/one").statusCode()).isEqualTo(404);
    }

    @Test
    void aCutAnswerIsDone() throws Exception {
        fixture.server().faults().cutAnswers(1, Faults.requests("configmaps", "create"));

        assertThatThrownBy(() -> fixture.createConfigMap("one")).isInstanceOf(IOException.class);

        assertThat(fixture.get(CONFIG_MAPS + "/one").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsTakenBackDoesNotHappen() throws Exception {
        fixture.server().faults().fail(5, LISTS, 500);

        fixture.server().faults().clear();

        assertThat(list()).isEqualTo(200);
    }

    @Test
    void droppedConnectionsCanBeMadeAnew() throws Exception {
        list();

        fixture.server().faults().dropConnections();

        assertThat(list()).isEqualTo(200);
    }

    @Test
    void expiredHistoryIsTooOldToResumeAndToGoOn() throws Exception {
        fixture.createConfigMap("one");
        fixture.createConfigMap("two");
        var first = fixture.get(CONFIG_MAPS + "?limit=1");
        var token = first.body().replaceAll("(?s).*\"continue\":\"([^\"]+)\".*", "$1");
        var before = ServerFixture.resourceVersion(first);

        fixture.server().faults().expireHistory();

        assertThat(fixture.get(CONFIG_MAPS + "?limit=1&continue=" + token).statusCode())
                .isEqualTo(410);
        assertThat(fixture.get(CONFIG_MAPS + "?watch=1&resourceVersion=" + before).body())
                .contains("\"code\":410");
    }

    @Test
    void aRestartMakesUnfinishedListsTooOld() throws Exception {
        fixture.createConfigMap("one");
        fixture.createConfigMap("two");
        var first = fixture.get(CONFIG_MAPS + "?limit=1");
        var token = first.body().replaceAll("(?s).*\"continue\":\"([^\"]+)\".*", "$1");

        fixture.server().restart();

        assertThat(fixture.get(CONFIG_MAPS + "?limit=1&continue=" + token).statusCode())
                .isEqualTo(410);
    }

    @Test
    void requestsAreCountedByVerbResourceAndCode() throws Exception {
        fixture.server().requests().reset();
        list();
        fixture.createConfigMap("one");
        fixture.createConfigMap("one");
        fixture.get(CONFIG_MAPS + "?watch=1&timeoutSeconds=1");

        var requests = fixture.server().requests();

        assertThat(requests.count("list", "configmaps")).isEqualTo(1);
        assertThat(requests.count("watch", "configmaps")).isEqualTo(1);
        assertThat(requests.writes()).isEqualTo(2);
        assertThat(requests.count(kind -> kind.code() == 409)).isEqualTo(1);
        assertThat(requests.all())
                .containsEntry(new Requests.Kind("create", "configmaps", 201), 1L);
    }
}
