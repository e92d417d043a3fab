package de.containerconf.postgresql.jlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

    private static final Path IMAGE = Path.of("target/postgresql-operator").toAbsolutePath();
    private static final Path LAUNCHER = IMAGE.resolve("bin/postgresql-operator");

    private static final Path CRD = Path.of("../manifest/crd.yaml");

    @TempDir private Path folder;

    /// So that a dependency that brings others with it, or more of the JDK, is seen in review.
    @Test
    void containsNoOtherModules() throws Exception {
        String modules = run(Map.of(), IMAGE.resolve("bin/java"), "--list-modules");

        assertThat(modules.lines().map(line -> line.replaceFirst("[@ ].*", "")))
                .isSubsetOf(
                        """
                        HdrHistogram
                        ch.qos.logback.classic
                        ch.qos.logback.core
                        com.google.gson
                        com.zaxxer.hikari
                        de.containerconf.postgresql.api
                        de.containerconf.postgresql.app
                        de.containerconf.postgresql.backend.jdbi
                        de.containerconf.postgresql.controller
                        de.containerconf.postgresql.kubernetes
                        de.containerconf.postgresql.transport.poll
                        de.containerconf.postgresql.transport.watch
                        gson.fire
                        info.picocli
                        io.kubernetes.client.java
                        io.kubernetes.client.java.api
                        io.leangen.geantyref
                        io.prometheus.metrics.config
                        io.prometheus.metrics.core
                        io.prometheus.metrics.model
                        io.prometheus.metrics.tracer.common
                        io.prometheus.writer.text
                        java.base
                        java.logging
                        java.management
                        java.naming
                        java.security.jgss
                        java.security.sasl
                        java.sql
                        java.transaction.xa
                        java.xml
                        jdk.httpserver
                        jdk.jfr
                        jdk.management
                        jul.to.slf4j
                        kotlin.stdlib
                        micrometer.commons
                        micrometer.core
                        micrometer.observation
                        micrometer.registry.prometheus
                        okhttp3
                        okhttp3.logging
                        okio
                        org.apache.commons.codec
                        org.apache.commons.io
                        org.apache.commons.lang3
                        org.jdbi.v3.core
                        org.jose4j
                        org.postgresql.jdbc
                        org.slf4j
                        org.slf4j.jdk.platform.logging
                        org.yaml.snakeyaml
                        """
                                .split("\n"));
    }

    @Test
    void startsThroughLinksAndWithSpacesInThePath() throws Exception {
        Path spaced = Files.createDirectory(folder.resolve("two words"));
        Files.createSymbolicLink(spaced.resolve("image"), IMAGE);
        Files.createSymbolicLink(
                spaced.resolve("absolute"), spaced.resolve("image/bin/postgresql-operator"));
        Path relative =
                Files.createSymbolicLink(spaced.resolve("relative link"), Path.of("absolute"));

        assertThat(run(Map.of(), relative, "--help")).contains("--postgresql.host");
    }

    /// It is meant for a pipe.
    @Test
    void printsTheCrdAndNothingElse() throws Exception {
        assertThat(run(Map.of(), LAUNCHER, "crd")).isEqualTo(Files.readString(CRD));
    }

    @Test
    void hasItsOptionsWithoutTheLauncher() throws Exception {
        String flags = run(Map.of(), IMAGE.resolve("bin/java"), "-XX:+PrintFlagsFinal", "-version");

        assertThat(flags)
                .containsPattern("MaxHeapSize += " + 192 * 1024 * 1024)
                .containsPattern("UseSerialGC += true");
    }

    @Test
    void givesWayToOptionsOfTheUser() throws Exception {
        Map<String, String> environment =
                Map.of("OPERATOR_JAVA_OPTS", "-Xmx100m  -XX:+PrintFlagsFinal -Dpattern=*");

        assertThat(run(environment, LAUNCHER, "--help"))
                .containsPattern("MaxHeapSize += " + 100 * 1024 * 1024);
    }

    private String run(Map<String, String> environment, Path command, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", "");
        ProcessBuilder builder =
                new ProcessBuilder(arguments)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.command().addFirst(command.toString());
        // Settings of the operator come from variables of this prefix, and so do those of its
        // tests.
        builder.environment().keySet().removeIf(name -> name.startsWith("OPERATOR_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
