package de.containerconf.postgresql.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;

/// Keeps the heap near to what lives in it. The serial collector lets its old generation grow to
/// `-Xmx` before it looks what of it is dead (JDK 25), and each resync leaves something behind: a
/// heap that could hold twice the objects would be full after a while, and never smaller again.
/// This collects as soon as enough is dead; `MaxHeapFreeRatio` in the image then gives the memory
/// back. With another collector it does nothing.
final class HeapKeeper implements AutoCloseable {

    private static final String OLD_GENERATION = "Tenured Gen";
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /// More than what a resync of 1,000 objects leaves: a collection costs time too.
    private static final long SPARE = 12L << 20;

    private final Thread thread;

    private HeapKeeper(Thread thread) {
        this.thread = thread;
    }

    static HeapKeeper start() {
        return new HeapKeeper(Thread.ofVirtual().name("heap-keeper").start(HeapKeeper::run));
    }

    /// Whether to collect.
    ///
    /// @param used bytes of the old generation
    /// @param lived bytes of it that were not dead when it was collected last, 0 before the first
    ///   time
    static boolean full(long used, long lived) {
        return used > lived + lived / 4 + SPARE;
    }

    private static void run() {
        var pool =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(each -> each.getName().equals(OLD_GENERATION))
                        .findFirst();
        try {
            while (pool.isPresent()) {
                Thread.sleep(INTERVAL);
                look(pool.get());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(MemoryPoolMXBean pool) {
        if (full(pool.getUsage().getUsed(), pool.getCollectionUsage().getUsed())) {
            System.gc();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
