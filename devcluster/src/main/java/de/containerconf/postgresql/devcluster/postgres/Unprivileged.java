package de.containerconf.postgresql.devcluster.postgres;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs programs that refuse to run as root, as PostgreSQL does (documentation section 18.1).
///
/// For root there are two ways, both of util-linux. `unshare -U` starts the program in a user
/// namespace where its uid is that of nobody, while the files stay root's: nothing has to be given
/// away. Containers usually forbid namespaces but let root change its uid: `setpriv`, and the
/// server's folder is then given to that uid.
enum Unprivileged {
    AS_WE_ARE(""),
    NAMESPACE("unshare -U "),
    OTHER_UID("setpriv --reuid=65534 --regid=65534 --clear-groups ");

    private static final int NOBODY = 65534;

    private final String prefix;

    Unprivileged(String prefix) {
        this.prefix = prefix;
    }

    /// The way that works on this machine.
    static Unprivileged find() throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return AS_WE_ARE;
        }
        for (var way : List.of(NAMESPACE, OTHER_UID)) {
            if (way.works()) {
                return way;
            }
        }
        throw new IllegalStateException(
                """
                PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv --reuid' of \
                util-linux works here. Run as another user, or install util-linux.\
                """);
    }

    /// The command line that runs the program.
    List<String> command(List<String> program) {
        return Stream.concat(
                        Pattern.compile(" ").splitAsStream(prefix).filter(word -> !word.isEmpty()),
                        program.stream())
                .toList();
    }

    /// Where the programs can be read by whom they run as: the home of root is closed to others.
    Path cache() {
        if (this == OTHER_UID) {
            return Path.of("/var/tmp/postgresql-operator-root");
        }
        var configured = System.getenv("XDG_CACHE_HOME");
        var caches =
                configured == null || configured.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(configured);
        return caches.resolve("postgresql-operator");
    }

    /// Makes the file or folder that of whom programs run as.
    void own(Path path) throws IOException {
        if (this == OTHER_UID
                && FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
    }

    private boolean works() {
        try {
            var process =
                    new ProcessBuilder(command(List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
