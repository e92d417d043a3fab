package de.containerconf.postgresql.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// A container of the official image, by Testcontainers. Its port is chosen before it starts, so
/// that it is the same after a restart.
final class ContainerServer implements RunningPostgres {

    private static final int PORT = 5432;
    private static final Duration START = Duration.ofMinutes(2);

    /// Once from the server that initialises the data, and once from the one that stays.
    private static final int READY_MESSAGES = 2;

    private final String password = UUID.randomUUID().toString();
    private final GenericContainer<?> container;
    private final int port = Ports.free();

    private ContainerServer(int major, Map<String, String> settings) {
        container =
                new GenericContainer<>(DockerImageName.parse("postgres:" + major))
                        .withEnv("POSTGRES_PASSWORD", password)
                        .withCommand(command(settings))
                        .withStartupTimeout(START)
                        .waitingFor(
                                Wait.forLogMessage(
                                        ".*ready to accept connections.*\\s", READY_MESSAGES));
        container.setPortBindings(List.of(port + ":" + PORT));
    }

    private static String[] command(Map<String, String> settings) {
        var command = new ArrayList<>(List.of("postgres", "-c", "fsync=off"));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command.toArray(String[]::new);
    }

    static ContainerServer start(int major, Map<String, String> settings) {
        var server = new ContainerServer(major, settings);
        server.container.start();
        return server;
    }

    /// Whether there is a Docker to ask for one.
    static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Login superuser() {
        return new Login("postgres", password);
    }

    @Override
    public void start() {
        container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() {
        container.stop();
    }
}
