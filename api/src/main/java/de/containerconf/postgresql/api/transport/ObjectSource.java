package de.containerconf.postgresql.api.transport;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.util.List;
import java.util.Optional;

/// The objects of one scope on the API server. One try a call: paging, encodings and time limits
/// are inside, repetition is not. Thread-safe.
public interface ObjectSource {

    /// What is read, for people, at the begin of a sentence: `The objects of namespace shop`.
    @Override
    String toString();

    /// Reads all objects.
    ///
    /// @return complete, never a part
    /// @throws SourceException if anything is missing: an error is never an empty list
    Listing list() throws SourceException, InterruptedException;

    /// Begins to follow the changes after a version.
    ///
    /// @param resourceVersion that of a [Listing], or of the last [Change]
    Changes watch(String resourceVersion) throws SourceException, InterruptedException;

    /// All objects at one moment.
    ///
    /// @param resourceVersion where to begin to watch
    record Listing(List<PostgreSQLConfig> objects, String resourceVersion) {

        public Listing {
            objects = List.copyOf(objects);
        }
    }

    /// The changes as they come, in order. For one thread.
    interface Changes extends AutoCloseable {

        /// Waits for the next change.
        ///
        /// @return empty when the server ended the stream in good order: watch again from the last
        ///   version
        /// @throws SourceException if the stream broke, went silent for too long, or reported an
        ///   error
        Optional<Change> next() throws SourceException, InterruptedException;

        @Override
        void close();
    }
}
