package de.containerconf.postgresql.kubernetes;

import java.io.IOException;

/// The server answered with an error.
final class AnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient ApiStatus status;

    AnswerException(ApiStatus status) {
        super(status.text());
        this.status = status;
    }

    ApiStatus status() {
        return status;
    }
}
