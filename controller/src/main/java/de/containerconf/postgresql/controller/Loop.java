package de.containerconf.postgresql.controller;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A loop on a thread of its own, which can be stopped and started again. Thread-safe. A stopped
/// loop may take a while to end, for instance in a query; the next one begins after that.
final class Loop {

    private static final System.Logger LOG = System.getLogger(Loop.class.getName());

    private final String name;
    private final Body body;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private @Nullable Thread thread;

    Loop(String name, Body body) {
        this.name = name;
        this.body = body;
    }

    synchronized void start() {
        stop();
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /// Interrupts it, and does not wait for its end.
    synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    /// Whether it runs, or is not meant to.
    synchronized boolean alive() {
        return thread == null || thread.isAlive();
    }

    private void run() {
        try {
            oneAtATime.lockInterruptibly();
            try {
                body.run();
            } finally {
                oneAtATime.unlock();
            }
        } catch (InterruptedException stop) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: stopped", name);
        } catch (RuntimeException | Error bug) {
            LOG.log(System.Logger.Level.ERROR, name + ": ended by a bug", bug);
            throw bug;
        }
    }

    interface Body {
        void run() throws InterruptedException;
    }
}
