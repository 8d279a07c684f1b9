package dev.echelon;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sections behind a JSON object, as {@link SectionWriter} writes them; each is decoded when it is asked for. */
final class SectionReader {
    private static final int LARGEST_CHUNK = 1 << 20;

    private final List<Section> sections = new ArrayList<>();

    /** There are none. */
    static final SectionReader NONE = new SectionReader();

    private record Section(int kind, List<byte[]> chunks) {
        long bytes() {
            return chunks.stream().mapToLong(chunk -> chunk.length).sum();
        }
    }

    /** Reads as many sections as there have to be. */
    static SectionReader read(InputStream stream, int count) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        SectionReader reader = new SectionReader();
        for (int s = 0; s < count; s++) {
            int kind = in.readUnsignedByte();
            List<byte[]> chunks = new ArrayList<>();
            for (int length = length(in); length != 0; length = length(in)) {
                byte[] chunk = in.readNBytes(length);
                if (chunk.length < length) {
                    throw new EOFException();
                }
                chunks.add(chunk);
            }
            reader.sections.add(new Section(kind, chunks));
        }
        return reader;
    }

    private static int length(DataInputStream in) throws IOException {
        int length = Integer.reverseBytes(in.readInt());
        if (length < 0 || length > LARGEST_CHUNK) {
            throw new DamagedFile("a part of it has an impossible length");
        }
        return length;
    }

    /** The numbers of a section; empty if it does not hold so many. */
    Optional<double[]> doubles(int index, int count) {
        if (!pays(index, count)) {
            return Optional.empty();
        }
        Section section = sections.get(index);
        double[] values = new double[count];
        Cursor cursor = new Cursor(section);
        boolean counts = section.kind == SectionKind.COUNTS.code();
        if (!counts && section.kind != SectionKind.FLOAT64.code()) {
            return Optional.empty();
        }
        for (int i = 0; i < count; i++) {
            values[i] = counts ? cursor.varint() : cursor.number();
        }
        return cursor.atEnd() ? Optional.of(values) : Optional.empty();
    }

    /** The whole numbers of a section; empty if it does not hold so many. */
    Optional<long[]> longs(int index, int count) {
        return pays(index, count) && sections.get(index).kind == SectionKind.DIFFERENCES.code()
                ? sums(index, count)
                : Optional.empty();
    }

    private Optional<long[]> sums(int index, int count) {
        long[] values = new long[count];
        Cursor cursor = new Cursor(sections.get(index));
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long zigzag = cursor.varint();
            sum += zigzag >>> 1 ^ -(zigzag & 1);
            values[i] = sum;
        }
        return cursor.atEnd() ? Optional.of(values) : Optional.empty();
    }

    /** The texts of a section; empty if it does not hold so many. */
    Optional<List<String>> texts(int index, int count) {
        if (!pays(index, count)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(count);
        if (sections.get(index).kind == SectionKind.NUMBERS_AS_TEXT.code()) {
            Optional<long[]> numbers = sums(index, count);
            numbers.ifPresent(all -> {
                for (long number : all) {
                    texts.add(Long.toString(number));
                }
            });
            return numbers.map(all -> texts);
        }
        if (sections.get(index).kind != SectionKind.TEXTS.code()) {
            return Optional.empty();
        }
        Cursor cursor = new Cursor(sections.get(index));
        for (int i = 0; i < count; i++) {
            texts.add(cursor.text(cursor.varint()));
        }
        return cursor.atEnd() ? Optional.of(texts) : Optional.empty();
    }

    /** Every element takes a byte at least: nothing is allocated that the file does not pay for. */
    private boolean pays(int index, int count) {
        return index < sections.size() && sections.get(index).bytes() >= count;
    }

    /** Walks over the chunks; what is beyond the end reads as zero and is noticed at the end. */
    private static final class Cursor {
        private final List<byte[]> chunks;
        private int next;
        private long left;
        private boolean beyond;
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        Cursor(Section section) {
            this.chunks = section.chunks;
            this.left = section.bytes();
        }

        private boolean advance() {
            while (!buffer.hasRemaining() && next < chunks.size()) {
                buffer = ByteBuffer.wrap(chunks.get(next++)).order(ByteOrder.LITTLE_ENDIAN);
            }
            beyond |= !buffer.hasRemaining();
            return buffer.hasRemaining();
        }

        double number() {
            if (!advance() || buffer.remaining() < Double.BYTES) {
                beyond = true;
                return 0;
            }
            left -= Double.BYTES;
            return buffer.getDouble();
        }

        long varint() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE && advance(); shift += 7) {
                byte b = buffer.get();
                left--;
                value |= (b & 0x7FL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            beyond = true;
            return 0;
        }

        String text(long length) {
            if (length < 0 || length > left) {
                beyond = true;
                return "";
            }
            byte[] bytes = new byte[(int) length];
            left -= length;
            for (int at = 0; at < bytes.length && advance(); ) {
                int count = Math.min(buffer.remaining(), bytes.length - at);
                buffer.get(bytes, at, count);
                at += count;
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }

        boolean atEnd() {
            return !beyond && left == 0;
        }
    }
}
