package de.containerconf.postgresql.devcluster.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/// Programs and data of one server.
///
/// @param programs the folder with `bin`
/// @param directory holds the data and what belongs to them
record Installation(String version, Unprivileged unprivileged, Path programs, Path directory) {

    /// Unpacks the programs and runs `initdb`, each unless done before.
    static Installation prepare(Path directory, PostgresBinaries binaries) throws IOException {
        var unprivileged = Unprivileged.find();
        var installation =
                new Installation(
                        binaries.version(),
                        unprivileged,
                        binaries.unpackInto(unprivileged.cache()),
                        directory);
        unprivileged.own(directory);
        if (Files.exists(installation.data())) {
            installation.requireSameMajor(binaries.major());
        } else {
            installation.initialize();
        }
        return installation;
    }

    Path data() {
        return directory.resolve("data");
    }

    Path passwordFile() {
        return directory.resolve("password");
    }

    Path logFile() {
        return directory.resolve("postgresql.log");
    }

    /// The command line of one of the programs.
    List<String> command(String program, List<String> arguments) {
        var line = new java.util.ArrayList<String>();
        line.add(programs.resolve("bin").resolve(program).toString());
        line.addAll(arguments);
        return unprivileged.command(line);
    }

    /// In a folder of another name until it is complete: an interrupted `initdb` leaves data that
    /// no server starts with.
    private void initialize() throws IOException {
        var unfinished = directory.resolve("data.unfinished");
        if (Files.exists(unfinished)) {
            Folders.delete(unfinished);
        }
        writePassword();
        run(
                command(
                        "initdb",
                        List.of(
                                "--pgdata=" + unfinished,
                                "--username=" + EmbeddedPostgres.USER,
                                "--pwfile=" + passwordFile(),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--no-sync")));
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void writePassword() throws IOException {
        var random = new byte[18];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
        unprivileged.own(passwordFile());
    }

    private void requireSameMajor(int major) throws IOException {
        var found = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!found.equals(Integer.toString(major))) {
            throw new IllegalStateException(
                    "%s holds data of PostgreSQL %s, which PostgreSQL %d cannot read"
                            .formatted(data(), found, major));
        }
    }

    /// Runs a program to its end.
    void run(List<String> command) throws IOException {
        var process = process(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + output.strip());
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /// A process that the surroundings do not influence: neither `PGDATA` and its like nor a
    /// locale.
    ProcessBuilder process(List<String> command) {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LANG", "C");
        return builder;
    }
}
