package de.containerconf.postgresql.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the system keeps of files in memory.
final class PageCache {

    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private PageCache() {}

    /// Whether this process may drop it, as root may.
    static boolean droppable() {
        return Files.isWritable(DROP);
    }

    /// Writes it to the disk and drops it, if that is allowed. An ext4 without a journal leaves the
    /// inode of a deleted file alone for up to six minutes, unless its block is not in memory, and
    /// each new file looks for another one past all of them (Linux, fs/ext4/ialloc.c,
    /// `recently_deleted`).
    static void drop() {
        if (!droppable()) {
            return;
        }
        try {
            new ProcessBuilder("sync").inheritIO().start().waitFor();
            Files.writeString(DROP, "1");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
