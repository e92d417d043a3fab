package de.containerconf.postgresql.controller.port;

import java.time.Duration;
import java.util.Optional;

/// The one lease that the processes of an operator share. Thread-safe. One try each, which takes a
/// few seconds at most; repetition is up to the caller. Each method can throw each
/// [ClusterFailure].
public interface Leases {

    /// Reads the lease as it is now.
    Optional<Lease> read();

    /// Stores a lease where there is none.
    ///
    /// @return the lease as it is stored now
    /// @throws ClusterFailure.Outdated if there is one by now
    Lease create(Lease lease);

    /// Stores a lease in the place of the version that it was made from.
    ///
    /// @return the lease as it is stored now
    /// @throws ClusterFailure.Outdated if that is not the stored version any more
    /// @throws ClusterFailure.Gone if there is none any more
    Lease replace(Lease lease);

    /// Begins to watch for changes after this version. The caller closes it.
    Watch watch(Lease lease);

    /// The changes of the lease. For one thread.
    interface Watch extends AutoCloseable {

        /// Waits for the next change.
        ///
        /// @param limit how long
        /// @return the lease as it is by then; empty if this watch has no more to tell, because the
        ///   time is over, the lease is gone, or the server ended the watch: read again
        /// @throws ClusterFailure if the watch broke
        Optional<Lease> next(Duration limit) throws InterruptedException;

        @Override
        void close();
    }
}
