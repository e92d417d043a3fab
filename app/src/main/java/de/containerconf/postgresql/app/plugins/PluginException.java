package de.containerconf.postgresql.app.plugins;

/// Why a plug-in cannot be used, in one line.
final class PluginException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PluginException(String message, Throwable cause) {
        super(message, cause);
    }

    PluginException(String message) {
        super(message);
    }
}
