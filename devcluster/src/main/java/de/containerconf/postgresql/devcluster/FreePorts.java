package de.containerconf.postgresql.devcluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for servers that must know theirs before they start, and get it again after a restart.
///
/// None from the range that the system takes from for outgoing connections (on Linux from 32768, on
/// macOS from 49152): one of those would sooner or later hold the port when its server wants it.
/// Another server may still be faster; by chance that is rare.
public final class FreePorts {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int FIRST = 15_000;
    private static final int END = 32_768;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /// One port of the loopback interface.
    ///
    /// @throws IllegalStateException if none can be found
    public static int one() {
        return some(1).getFirst();
    }

    /// Different ports of the loopback interface.
    ///
    /// @param count from 1
    /// @throws IllegalStateException if there are not so many
    public static List<Integer> some(int count) {
        var held = new ArrayList<ServerSocket>();
        try {
            for (var i = 0; i < ATTEMPTS && held.size() < count; i++) {
                tryToHold(ThreadLocalRandom.current().nextInt(FIRST, END), held);
            }
            if (held.size() < count) {
                throw new IllegalStateException(
                        "no %d free ports from %d to %d".formatted(count, FIRST, END - 1));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(FreePorts::release);
        }
    }

    private static void tryToHold(int port, List<ServerSocket> held) {
        try {
            held.add(new ServerSocket(port, 1, LOOPBACK));
        } catch (IOException taken) {
            // The next one, then.
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException nothingIsHeld) {
            // A socket that cannot be closed was not open.
        }
    }
}
