package de.containerconf.postgresql.controller.lease;

/// Is told when this process begins and ends to lead. Called by one thread, in turns; each call
/// must return soon.
public interface LeadershipListener {

    /// From now on this process may act.
    void startedLeading();

    /// This process may not act any more, until it leads again.
    void stoppedLeading();
}
