package de.containerconf.postgresql.controller;

/// A loop of its own thread, until it is interrupted.
final class Loop {

    private static final System.Logger LOG = System.getLogger(Loop.class.getName());

    private Loop() {}

    static Thread start(String name, Body body) {
        return Thread.ofVirtual()
                .name(name)
                .start(() -> {
                    try {
                        body.run();
                    } catch (InterruptedException stop) {
                        LOG.log(System.Logger.Level.DEBUG, "{0}: stopped", name);
                    } catch (RuntimeException | Error bug) {
                        LOG.log(System.Logger.Level.ERROR, name + ": ended by a bug", bug);
                        throw bug;
                    }
                });
    }

    interface Body {
        void run() throws InterruptedException;
    }
}
