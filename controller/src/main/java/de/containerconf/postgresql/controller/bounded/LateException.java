package de.containerconf.postgresql.controller.bounded;

/// A call took too long, or an earlier one still does. The message is for people.
public final class LateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LateException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
