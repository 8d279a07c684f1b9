package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.nio.ByteBuffer;

/** Unpacks LZ4 in its frame format, version 1.6.2 of the specification; checksums are passed over. */
final class Lz4Frame {
    private static final int MAGIC = 0x184D2204;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int DICTIONARY = 0x01;
    private static final int STORED = 0x80000000;
    private static final int LEAST_MATCH = 4;
    private static final int MORE = 15;

    private final ByteBuffer in;
    private final byte[] out;
    private int at;

    private Lz4Frame(ByteBuffer in, int size) {
        this.in = in;
        this.out = new byte[size];
    }

    /**
     * The {@code size} bytes in the frame from the position of {@code in} to its limit, little-endian.
     *
     * @throws EchelonException if it does not hold them
     */
    static byte[] unpack(ByteBuffer in, int size) {
        Lz4Frame frame = new Lz4Frame(in, size);
        try {
            frame.unpack();
        } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            throw new EchelonException("its compressed data are damaged", e);
        }
        if (frame.at != size) {
            throw new EchelonException("its compressed data are damaged");
        }
        return frame.out;
    }

    private void unpack() {
        if (in.getInt() != MAGIC) {
            throw new EchelonException("its compressed data are damaged");
        }
        int flags = in.get();
        in.get(); // the largest size of a block
        in.position(in.position()
                + ((flags & CONTENT_SIZE) != 0 ? Long.BYTES : 0)
                + ((flags & DICTIONARY) != 0 ? Integer.BYTES : 0)
                + 1); // and the checksum of the header
        for (int block = in.getInt(); block != 0; block = in.getInt()) {
            int length = block & ~STORED;
            if ((block & STORED) != 0) {
                in.get(out, at, length);
                at += length;
            } else {
                block(in.position() + length);
            }
            in.position(in.position() + ((flags & BLOCK_CHECKSUM) != 0 ? Integer.BYTES : 0));
        }
    }

    /** Sequences of literals and a match in what is already there; the last one has no match. */
    private void block(int end) {
        while (in.position() < end) {
            int token = in.get() & 0xFF;
            int literals = length(token >> 4);
            in.get(out, at, literals);
            at += literals;
            if (in.position() >= end) {
                return;
            }
            int distance = in.getShort() & 0xFFFF;
            int matched = length(token & MORE) + LEAST_MATCH;
            for (int i = 0; i < matched; i++, at++) { // byte by byte: it may overlap with itself
                out[at] = out[at - distance];
            }
        }
    }

    private int length(int start) {
        int length = start;
        if (start == MORE) {
            int more;
            do {
                more = in.get() & 0xFF;
                length += more;
            } while (more == 0xFF);
        }
        return length;
    }
}
