package com.example.audit;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// One line a change: the uid of the object, then what became of its database.
///
/// The operator asks again and again, and never says why. So the file itself is the memory: a line
/// is written when the last one about the object says something else. Thread-safe.
final class Audit implements Resource {

    private final Path file;
    private final Map<String, String> last = new HashMap<>();

    Audit(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    var parts = line.split(" ", 2);
                    last.put(parts[0], parts[1]);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public Outcome ensureCreated(PostgreSQLConfig object) {
        return record(object, "is owned by " + object.spec().owner());
    }

    @Override
    public Outcome ensureDeleted(PostgreSQLConfig object) {
        return record(object, "is given up");
    }

    private synchronized Outcome record(PostgreSQLConfig object, String event) {
        var entry = "%s: %s %s".formatted(object.key(), object.spec().database(), event);
        if (!entry.equals(last.get(object.uid()))) {
            append(object.uid() + " " + entry + "\n");
            last.put(object.uid(), entry);
        }
        return Outcome.done();
    }

    /// A failure is shown in the status of the object, and the operator tries again.
    private void append(String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
