package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.FreePorts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// A container of the official image, by Testcontainers. Its port is chosen before it starts, so
/// that it is the same after a restart.
final class ContainerServer implements RunningPostgres {

    private static final int PORT = 5432;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration PULL = Duration.ofMinutes(5);

    /// By major version: why there is none.
    private static final Map<Integer, Optional<String>> MISSING = new ConcurrentHashMap<>();

    /// Once from the server that initialises the data, and once from the one that stays.
    private static final int READY_MESSAGES = 2;

    private final String password = UUID.randomUUID().toString();
    private final GenericContainer<?> container;
    private final int port = FreePorts.one();

    private ContainerServer(int major, Map<String, String> settings) {
        container =
                new GenericContainer<>(DockerImageName.parse(image(major)))
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

    /// Why there is none of that version, if so. Asks Docker itself for the image first, because
    /// Testcontainers tries for minutes to get one that cannot be had.
    static Optional<String> missing(int major) {
        return MISSING.computeIfAbsent(major, ContainerServer::ask);
    }

    private static Optional<String> ask(int major) {
        if (!docker("version")) {
            return Optional.of("there is no Docker for Testcontainers");
        }
        if (!docker("image", "inspect", image(major)) && !docker("pull", "--quiet", image(major))) {
            return Optional.of("there is a Docker, but it cannot get the image " + image(major));
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("Testcontainers does not find the Docker that is there");
    }

    private static boolean docker(String... arguments) {
        var command = Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList();
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(PULL)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String image(int major) {
        return "postgres:" + major;
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
