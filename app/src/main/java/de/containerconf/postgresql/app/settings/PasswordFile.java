package de.containerconf.postgresql.app.settings;

import de.containerconf.postgresql.api.database.BackendSettings.PasswordSource;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The password in a file: read again each time, because it is changed by replacing the file.
public record PasswordFile(Path file) implements PasswordSource {

    @Override
    public String read() {
        try {
            // Editors and Secrets often end it with a newline, which no password does.
            return Files.readString(file).stripTrailing();
        } catch (IOException unreadable) {
            throw new DatabaseFailure.Unavailable(
                    "The password file '%s' of --postgresql.password-file cannot be read: %s."
                            .formatted(file, unreadable.getClass().getSimpleName()),
                    null);
        }
    }
}
