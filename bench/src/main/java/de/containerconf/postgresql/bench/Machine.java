package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Where it was measured.
final class Machine {

    private Machine() {}

    static String describe() {
        String version;
        boolean spread;
        try (var postgres = EmbeddedPostgres.builder().start();
                var databases = new Postgres(postgres)) {
            version = postgres.version();
            spread = databases.spread();
        }
        return new Table("what", "measured with")
                .row("date", LocalDate.now(ZoneOffset.UTC).toString())
                .row("cores", Integer.toString(Runtime.getRuntime().availableProcessors()))
                .row("processor", model())
                .row(
                        "memory",
                        "%d GiB"
                                .formatted(
                                        Math.round(
                                                Proc.field(Path.of("/proc/meminfo"), "MemTotal:")
                                                        / (1024.0 * 1024.0))))
                .row("kernel", "Linux " + System.getProperty("os.version"))
                .row("JDK", System.getProperty("java.runtime.version"))
                .row("PostgreSQL", version + ", embedded, same machine, default settings")
                .row("fsync off", "also synchronous_commit and full_page_writes off")
                .row(
                        "page cache",
                        Disk.droppable()
                                ? "dropped before each measurement"
                                : "as it was, without the right to drop it")
                .row(
                        "files of databases",
                        spread
                                ? "spread over the disk (`chattr +T`)"
                                : "where the file system puts them")
                .row(
                        "load average at the start",
                        Proc.read(Path.of("/proc/loadavg")).split(" ", 2)[0])
                .markdown();
    }

    private static String model() {
        return Proc.read(Path.of("/proc/cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
