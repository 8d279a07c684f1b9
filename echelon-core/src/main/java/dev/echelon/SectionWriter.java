package dev.echelon;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Long arrays of a JSON object that stand behind its text as bytes. A section is one byte for its {@link SectionKind}
 * and chunks, each a little-endian 32-bit length and its bytes, up to one of length zero, so that a reader may skip it.
 */
final class SectionWriter {
    /** A multiple of eight, so that no number is divided. */
    private static final int CHUNK = 1 << 16;

    private static final int LONGEST_VARINT = 10;

    private final List<Section> sections = new ArrayList<>();

    private interface Body {
        void write(Chunks out) throws IOException;
    }

    private record Section(SectionKind kind, Body body) {}

    private int add(SectionKind kind, Body body) {
        sections.add(new Section(kind, body));
        return sections.size() - 1;
    }

    /** The index of a section with these numbers. */
    int add(double[] values) {
        return SectionKind.areCounts(values)
                ? add(SectionKind.COUNTS, out -> {
                    for (double value : values) {
                        out.varint((long) value);
                    }
                })
                : add(SectionKind.FLOAT64, out -> {
                    for (double value : values) {
                        out.number(value);
                    }
                });
    }

    /** The index of a section with these numbers, of which each differs little from the one before. */
    int add(long[] values) {
        return add(SectionKind.DIFFERENCES, out -> {
            long before = 0;
            for (long value : values) {
                out.signed(value - before);
                before = value;
            }
        });
    }

    /** The index of a section with these texts; -1 if some cannot be written in UTF-8. */
    int add(Collection<String> texts) {
        long[] numbers = SectionKind.plainNumbers(texts);
        if (numbers.length == texts.size()) {
            return add(SectionKind.NUMBERS_AS_TEXT, out -> {
                long before = 0;
                for (long value : numbers) {
                    out.signed(value - before);
                    before = value;
                }
            });
        }
        CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
        if (!texts.stream().allMatch(utf8::canEncode)) {
            return -1;
        }
        return add(SectionKind.TEXTS, out -> {
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.varint(bytes.length);
                out.bytes(bytes);
            }
        });
    }

    /** How many there are. */
    int count() {
        return sections.size();
    }

    /** Writes all sections. */
    void write(OutputStream stream) throws IOException {
        Chunks chunks = new Chunks(stream);
        for (Section section : sections) {
            stream.write(section.kind.code());
            section.body.write(chunks);
            chunks.end();
        }
    }

    private static final class Chunks {
        private final OutputStream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

        Chunks(OutputStream stream) {
            this.stream = stream;
        }

        void number(double value) throws IOException {
            room(Double.BYTES);
            buffer.putDouble(value);
        }

        void signed(long value) throws IOException {
            varint(value << 1 ^ value >> 63);
        }

        /** Seven bits a byte, the lowest first. */
        void varint(long value) throws IOException {
            room(LONGEST_VARINT);
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                buffer.put((byte) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            buffer.put((byte) rest);
        }

        void bytes(byte[] bytes) throws IOException {
            for (int from = 0; from < bytes.length; ) {
                room(1);
                int count = Math.min(buffer.remaining(), bytes.length - from);
                buffer.put(bytes, from, count);
                from += count;
            }
        }

        private void room(int count) throws IOException {
            if (buffer.remaining() < count) {
                flush();
            }
        }

        private void flush() throws IOException {
            length(buffer.position());
            stream.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }

        private void length(int length) throws IOException {
            stream.write(
                    new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)});
        }

        void end() throws IOException {
            if (buffer.position() > 0) {
                flush();
            }
            length(0);
        }
    }
}
