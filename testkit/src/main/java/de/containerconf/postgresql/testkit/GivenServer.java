package de.containerconf.postgresql.testkit;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.opentest4j.TestAbortedException;

/// A server that somebody else runs, and gives to the tests.
record GivenServer(String host, int port, Login superuser) implements RunningPostgres {

    private static final int PORT = 5432;

    /// Reads a URL as psql takes them: `postgresql://user:password@host:port`.
    ///
    /// @throws IllegalArgumentException if that is none, or has no user and password
    static GivenServer of(String url) {
        var uri = URI.create(url);
        var user = uri.getRawUserInfo();
        if (uri.getHost() == null || user == null || !user.contains(":")) {
            throw new IllegalArgumentException(
                    PostgresSource.VARIABLE
                            + " is no URL of the form postgresql://user:password@host:port");
        }
        var login = user.split(":", 2);
        return new GivenServer(
                uri.getHost(),
                uri.getPort() < 0 ? PORT : uri.getPort(),
                new Login(decoded(login[0]), decoded(login[1])));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public void start() {
        throw notOurs();
    }

    @Override
    public void stop() {
        throw notOurs();
    }

    @Override
    public void kill() {
        throw notOurs();
    }

    private static TestAbortedException notOurs() {
        return new TestAbortedException(
                "the server of %s is not the test's to stop".formatted(PostgresSource.VARIABLE));
    }

    @Override
    public void close() {}
}
