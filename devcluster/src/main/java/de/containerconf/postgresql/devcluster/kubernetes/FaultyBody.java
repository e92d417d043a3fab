package de.containerconf.postgresql.devcluster.kubernetes;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/// The body of an answer over a bad connection.
final class FaultyBody extends FilterOutputStream {

    // Until the connection is ended.
    private static final Duration FOREVER = Duration.ofDays(1);

    private final int pieces;
    private final Duration pause;
    private final boolean silent;
    private int left;

    /// @param limit after how many bytes the connection ends
    /// @param pieces how many bytes come at once
    /// @param pause between two pieces
    /// @param silent whether it stays open after the limit, and nothing comes
    private FaultyBody(OutputStream out, int limit, int pieces, Duration pause, boolean silent) {
        super(out);
        this.left = limit;
        this.pieces = pieces;
        this.pause = pause;
        this.silent = silent;
    }

    /// The body as the fault has it.
    static OutputStream of(Faults.Fault fault, OutputStream out) {
        return switch (fault) {
            case Faults.Fault.Truncate(var bytes) ->
                    new FaultyBody(out, bytes, bytes, Duration.ZERO, false);
            case Faults.Fault.Stall(var bytes) ->
                    new FaultyBody(out, bytes, bytes, Duration.ZERO, true);
            case Faults.Fault.Trickle(var bytes, var pause) ->
                    new FaultyBody(out, Integer.MAX_VALUE, bytes, pause, false);
            default -> out;
        };
    }

    @Override
    public void write(int each) throws IOException {
        write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (var done = 0; done < length; ) {
            if (left == 0) {
                out.flush();
                if (silent) {
                    breathe(FOREVER);
                }
                throw new IOException("truncated as a test wanted it");
            }
            var piece = Math.min(Math.min(pieces, length - done), left);
            out.write(bytes, offset + done, piece);
            done += piece;
            left -= piece;
            if (pause.isPositive()) {
                out.flush();
                breathe(pause);
            }
        }
    }

    private static void breathe(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            throw (IOException) new InterruptedIOException().initCause(stop);
        }
    }
}
