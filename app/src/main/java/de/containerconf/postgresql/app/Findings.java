package de.containerconf.postgresql.app;

import java.io.PrintWriter;

/// What a check found, printed as it is found: a line each.
final class Findings {

    private final PrintWriter out;
    private boolean failed;

    Findings(PrintWriter out) {
        this.out = out;
    }

    /// As it should be.
    void ok(String subject, String text) {
        print("ok", subject, text);
    }

    /// Worth knowing, and no obstacle.
    void note(String subject, String text) {
        print("note", subject, text);
    }

    /// The operator cannot do all of its work.
    void fail(String subject, String text) {
        failed = true;
        print("FAIL", subject, text);
    }

    boolean failed() {
        return failed;
    }

    private void print(String mark, String subject, String text) {
        out.printf("%-4s  %-10s  %s%n", mark, subject, text.replace('\n', ' '));
        out.flush();
    }
}
