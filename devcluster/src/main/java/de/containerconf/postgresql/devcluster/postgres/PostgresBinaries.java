package de.containerconf.postgresql.devcluster.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs `postgres`, `initdb` and `pg_ctl` of one version, from a jar of
/// `io.zonky.test.postgres` on the class path, which may hold several.
///
/// @param major for instance 18
/// @param minor for instance 6
record PostgresBinaries(int major, int minor, URL archive) {

    private static final Pattern JAR = Pattern.compile("-(\\d+)\\.(\\d+)\\.\\d+\\.jar!");

    /// The newest version of that major version.
    static PostgresBinaries of(int major) {
        return available().stream()
                .filter(binaries -> binaries.major == major)
                .max(Comparator.comparingInt(PostgresBinaries::minor))
                .orElseThrow(() ->
                        new IllegalStateException(
                                """
                                There is no PostgreSQL %d for this machine on the class path. Tests have 18, \
                                and 15 to 18 with the Maven profile 'all' (-Pall, or OPERATOR_TEST_ALL=true).\
                                """
                                        .formatted(major)));
    }

    /// Every version on the class path.
    static List<PostgresBinaries> available() {
        try {
            return PostgresBinaries.class
                    .getClassLoader()
                    .resources(resource())
                    .flatMap(url ->
                            JAR.matcher(url.toString())
                                    .results()
                                    .map(jar ->
                                            new PostgresBinaries(
                                                    Integer.parseInt(jar.group(1)),
                                                    Integer.parseInt(jar.group(2)),
                                                    url)))
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw new IllegalStateException("The class path cannot be read", unreadable);
        }
    }

    /// For instance `18.6`.
    String version() {
        return major + "." + minor;
    }

    /// Unpacks into the folder once; two processes that do so at the same time do not disturb each
    /// other, because only a complete copy is moved to its place.
    ///
    /// @return the folder with `bin`, `lib` and `share`
    Path unpackInto(Path cache) throws IOException {
        var home = cache.resolve("postgresql-" + version());
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(cache);
        var unfinished =
                Files.createTempDirectory(
                        cache,
                        "unpacking-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
        try (var tar =
                new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(archive.openStream())))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, unfinished);
            }
        }
        moveTo(home, unfinished);
        return home;
    }

    /// Gives a complete copy its place, unless another process was first.
    static void moveTo(Path home, Path complete) throws IOException {
        try {
            Files.move(complete, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException odd) {
            throw new IOException(home.getParent() + " cannot rename folders", odd);
        } catch (FileSystemException failure) {
            // Which one the JDK throws for a folder that is not empty depends on the system.
            Folders.delete(complete);
            if (!Files.isDirectory(home)) {
                throw failure;
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
            throws IOException {
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("The archive holds the path " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            var executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /// As the jars of `io.zonky.test.postgres` name it.
    private static String resource() {
        var system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        var arm = System.getProperty("os.arch").equals("aarch64");
        return "postgres-%s-%s.txz".formatted(system, arm ? "arm_64" : "x86_64");
    }
}
