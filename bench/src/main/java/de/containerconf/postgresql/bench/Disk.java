package de.containerconf.postgresql.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Keeps the file system out of what is measured. An ext4 without a journal leaves the inode of a
/// deleted file alone for one to six minutes, unless its block is not in memory, and each new file
/// looks for another one past all of them (Linux, fs/ext4/ialloc.c, `recently_deleted`): databases
/// that are made where others have just been dropped take twice the time.
final class Disk {

    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private Disk() {}

    /// Whether this process may drop what the system keeps of files in memory, as root may.
    static boolean droppable() {
        return Files.isWritable(DROP);
    }

    /// Writes what the system keeps of files in memory to the disk and drops it, if it may.
    static void dropCache() {
        if (!droppable()) {
            return;
        }
        try {
            run(List.of("sync"));
            Files.writeString(DROP, "1");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Marks a folder so that ext4 places each folder that is made in it somewhere else on the disk
    /// (chattr(1), `T`), and not among what was just deleted. Other file systems do not know that.
    ///
    /// @return whether it is marked
    static boolean spread(Path folder) {
        try {
            return run(List.of("chattr", "+T", folder.toString()));
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static boolean run(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
