package dev.echelon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are compressed once there are many of them, or from the start if asked. Closing it completes the bytes but
 * leaves the stream below open.
 */
final class GzipWhenLarge extends OutputStream {
    /** Below, a text that can be looked at is worth more than the space. */
    static final int LARGE = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final OutputStream below;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private @Nullable FastGzip gzip;

    GzipWhenLarge(OutputStream below, boolean fromTheStart) throws IOException {
        this.below = below;
        if (fromTheStart) {
            gzip = new FastGzip(below);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (gzip == null && waiting.size() + (long) length > LARGE) {
            gzip = new FastGzip(below);
            waiting.writeTo(gzip);
            waiting.reset();
        }
        OutputStream next = gzip == null ? waiting : gzip;
        next.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (gzip != null) {
            gzip.complete();
        } else {
            waiting.writeTo(below);
            waiting.reset();
        }
        below.flush();
    }

    /** Numbers hardly get smaller by trying harder. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream below) throws IOException {
            super(below, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }

        void complete() throws IOException {
            finish();
            def.end();
        }
    }
}
