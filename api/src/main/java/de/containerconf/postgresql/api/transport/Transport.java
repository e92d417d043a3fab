package de.containerconf.postgresql.api.transport;

/// Brings the objects of one scope (a namespace, or all) into a sink. Owns the loop, the back-off
/// and the decision when to list again; the source does one try each. [RetryLoop] is the loop.
public interface Transport {

    /// Runs until the thread is interrupted. Failures of the source are waited out, never thrown.
    ///
    /// @throws InterruptedException when the thread was interrupted: the regular end
    void run(ObjectSource source, ObjectSink sink) throws InterruptedException;
}
