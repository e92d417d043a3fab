package de.containerconf.postgresql.controller.port;

/// Tells people what happened to an object, where `kubectl describe` shows it. Thread-safe.
///
/// What is published is a courtesy: nothing depends on it, and it may be lost.
@FunctionalInterface
public interface Events {

    /// Tells nobody.
    Events NONE = _ -> {};

    /// Takes an event to be told soon. Returns at once and never throws.
    void publish(Event event);
}
