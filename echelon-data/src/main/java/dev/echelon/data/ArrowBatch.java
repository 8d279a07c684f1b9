package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/** A record batch, of which only the buffers that are asked for are read. */
final class ArrowBatch {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

    private final ArrowFile file;
    private final RecordBatch header;
    private final long body;
    private final int[] firstNode;
    private final int[] firstBuffer;
    private int nodes;
    private int buffers;
    private int views;

    ArrowBatch(ArrowFile file, List<ArrowField> fields, RecordBatch header, long body) {
        this.file = file;
        this.header = header;
        this.body = body;
        this.firstNode = new int[fields.size()];
        this.firstBuffer = new int[fields.size() + 1];
        if (header.length() > Integer.MAX_VALUE) {
            throw new EchelonException(file.name() + " has batches of more than 2^31 rows; write smaller ones");
        }
        for (int i = 0; i < fields.size(); i++) {
            firstNode[i] = nodes;
            firstBuffer[i] = buffers;
            pass(fields.get(i).field(), fields.get(i).dictionary() >= 0);
        }
        firstBuffer[fields.size()] = buffers;
    }

    /** Counts the nodes and buffers of a field, those of its children after its own. */
    private void pass(Field field, boolean encoded) {
        nodes++;
        boolean texts = field.dictionary() != null && !encoded; // those of a dictionary
        boolean view = ArrowField.isView(field) && (texts || field.dictionary() == null);
        buffers += texts ? (view ? 2 : 3) : ArrowField.buffers(field);
        if (view) {
            buffers += (int) header.variadicBufferCounts(views++);
        }
        for (int i = 0; field.dictionary() == null && i < field.childrenLength(); i++) {
            pass(field.children(i), field.children(i).dictionary() != null);
        }
    }

    /** How many rows it has. */
    int rows() {
        return (int) header.length();
    }

    /** The file it is in. */
    ArrowFile file() {
        return file;
    }

    /** The bits that say which values of a column are there; null if all are. */
    @Nullable
    ByteBuffer validity(int column) {
        FieldNode node = header.nodes(firstNode[column]);
        Buffer bits = firstBuffer[column + 1] > firstBuffer[column] ? header.buffers(firstBuffer[column]) : null;
        return node.nullCount() == 0 || bits == null || bits.length() == 0 ? null : buffer(firstBuffer[column]);
    }

    /** A buffer of a column after that of the validity, counted from 1; empty if there is none. */
    ByteBuffer data(int column, int number) {
        int place = firstBuffer[column] + number;
        return place < firstBuffer[column + 1] ? buffer(place) : EMPTY;
    }

    /** How many buffers a column has. */
    int count(int column) {
        return firstBuffer[column + 1] - firstBuffer[column];
    }

    private ByteBuffer buffer(int place) {
        Buffer where = header.buffers(place);
        if (where.length() == 0) {
            return EMPTY;
        }
        ByteBuffer stored = file.bytes(body + where.offset(), where.length());
        BodyCompression compression = header.compression();
        return compression == null ? stored : unpacked(stored, compression.codec());
    }

    private ByteBuffer unpacked(ByteBuffer stored, byte codec) {
        long size = stored.getLong();
        if (size < 0) { // it did not get smaller
            return stored.slice().order(ByteOrder.LITTLE_ENDIAN);
        }
        if (codec != CompressionType.LZ4_FRAME) {
            throw new EchelonException(file.name()
                    + " is compressed by Zstandard, which is not read in Arrow files; write it with LZ4, without"
                    + " compression, or as Parquet");
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw new EchelonException(file.name() + " has batches of more than 2 GB; write smaller ones");
        }
        try {
            return ByteBuffer.wrap(Lz4Frame.unpack(stored, (int) size)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (EchelonException e) {
            throw new EchelonException(file.name() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
