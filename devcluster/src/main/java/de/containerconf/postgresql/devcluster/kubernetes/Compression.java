package de.containerconf.postgresql.devcluster.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// Compresses answers where the API server does: bodies from 128 KiB on, and lists by watch.
final class Compression {

    private static final int FROM = 128 * 1024;

    private Compression() {}

    /// Whether a client takes compressed answers.
    static boolean wanted(String acceptEncoding) {
        return acceptEncoding.toLowerCase(Locale.ROOT).contains("gzip");
    }

    /// Whether a body is worth it.
    static boolean worth(List<byte[]> parts) {
        return parts.stream().mapToLong(part -> part.length).sum() >= FROM;
    }

    /// A body as one member. What is in it stands before the block that ends it, as the API server
    /// writes it: Go gives out the content of the last block only when it has read on.
    static byte[] whole(List<byte[]> parts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes, true)) {
            for (var part : parts) {
                zip.write(part);
            }
            zip.flush();
        }
        return bytes.toByteArray();
    }

    /// A body with one member a flush, as measured on Kubernetes 1.37: some clients take the end of
    /// the first for the end of all.
    static OutputStream inMembers(OutputStream out) {
        return new FilterOutputStream(out) {
            private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

            @Override
            public void write(int each) {
                pending.write(each);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                pending.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                if (pending.size() > 0) {
                    out.write(whole(List.of(pending.toByteArray())));
                    pending.reset();
                }
                out.flush();
            }
        };
    }
}
