package de.containerconf.postgresql.app.settings;

/// A setting that stops the start. The message names it and what is allowed.
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
