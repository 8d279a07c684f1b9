package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One walk through the messages of an Arrow IPC file or stream: the schema, then record batches, with dictionaries
 * between them. The file format is the stream format between two marks, followed by a table of contents that a walk
 * does not need.
 */
final class ArrowFile implements AutoCloseable {
    private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 8;
    private static final int CONTINUATION = -1;
    /** Larger buffers are mapped instead of read. */
    private static final int LARGE = 1 << 25;

    private final Path path;
    private final FileChannel channel;
    private final long end;
    private final List<ArrowField> fields = new ArrayList<>();
    private final Map<Long, ArrowDictionary> dictionaries = new HashMap<>();
    private long at;

    private ArrowFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        long size = channel.size();
        boolean marked = size >= HEAD + MAGIC.length && isMagic(0);
        if (marked && !isMagic(size - MAGIC.length)) {
            throw truncated(path);
        }
        this.end = marked ? size - MAGIC.length : size;
        this.at = marked ? HEAD : 0;
    }

    /**
     * Opens a file and reads its schema.
     *
     * @throws EchelonException if it cannot be read or is no such file
     */
    static ArrowFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path);
            ArrowFile file;
            try {
                file = new ArrowFile(path, channel);
                file.schema();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return file;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The columns. */
    List<ArrowField> fields() {
        return fields;
    }

    /** The dictionary with this number. */
    ArrowDictionary dictionary(long id) {
        ArrowDictionary dictionary = dictionaries.get(id);
        if (dictionary == null) {
            throw new EchelonException("'" + path + "' names a dictionary that it does not hold; write it again");
        }
        return dictionary;
    }

    /** The next record batch, null at the end. */
    @Nullable
    ArrowBatch next() {
        try {
            for (Message message = message(); message != null; message = message()) {
                long body = at;
                at += message.bodyLength();
                if (at > end) {
                    throw truncated(path);
                }
                if (message.headerType() == MessageHeader.RecordBatch) {
                    RecordBatch header = (RecordBatch) message.header(new RecordBatch());
                    return new ArrowBatch(this, fields, header, body);
                }
                if (message.headerType() == MessageHeader.DictionaryBatch) {
                    learn((DictionaryBatch) message.header(new DictionaryBatch()), body);
                }
            }
            return null;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Some bytes of the file, little-endian. */
    ByteBuffer bytes(long from, long length) {
        try {
            if (from + length > end || length > Integer.MAX_VALUE) {
                throw truncated(path);
            }
            if (length > LARGE) {
                return channel.map(FileChannel.MapMode.READ_ONLY, from, length).order(ByteOrder.LITTLE_ENDIAN);
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, from + buffer.position()) < 0) {
                    throw truncated(path);
                }
            }
            return buffer.flip();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** How a message names the file. */
    String name() {
        return "'" + path + "'";
    }

    private void schema() throws IOException {
        Message message = message();
        if (message == null || message.headerType() != MessageHeader.Schema) {
            throw new EchelonException(
                    "'" + path + "' is not an Arrow file or stream: it does not begin with a schema");
        }
        at += message.bodyLength();
        Schema schema = (Schema) message.header(new Schema());
        if (schema.endianness() != Endianness.Little) {
            throw new EchelonException("'" + path + "' is big-endian, which is not read; write it little-endian");
        }
        for (int i = 0; i < schema.fieldsLength(); i++) {
            fields.add(ArrowField.of(schema.fields(i)));
        }
    }

    private void learn(DictionaryBatch batch, long body) {
        ArrowDictionary known = dictionaries.get(batch.id());
        for (ArrowField field : fields) {
            if (field.dictionary() == batch.id()) {
                ArrowField values = field.values();
                ArrowBatch texts = new ArrowBatch(this, List.of(values), batch.data(), body);
                ArrowDictionary next = ArrowDictionary.read(values, texts);
                dictionaries.put(batch.id(), batch.isDelta() && known != null ? known.and(next) : next);
                return;
            }
        }
    }

    /** The next message, whose body begins at {@link #at} afterwards; null at the end. */
    private @Nullable Message message() throws IOException {
        if (at == end) {
            return null; // a stream may just end
        }
        int size = bytes(at, Integer.BYTES).getInt(0);
        at += Integer.BYTES;
        if (size == CONTINUATION) {
            size = bytes(at, Integer.BYTES).getInt(0);
            at += Integer.BYTES;
        }
        if (size == 0) {
            return null;
        }
        if (size < 0) {
            throw new EchelonException("'" + path + "' is not an Arrow file or stream");
        }
        ByteBuffer metadata = bytes(at, size);
        at += size;
        try {
            return Message.getRootAsMessage(metadata);
        } catch (IndexOutOfBoundsException e) {
            throw new EchelonException("'" + path + "' is not an Arrow file or stream", e);
        }
    }

    private boolean isMagic(long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAGIC.length);
        channel.read(buffer, from);
        return java.util.Arrays.equals(buffer.array(), MAGIC);
    }

    private static EchelonException truncated(Path path) {
        return new EchelonException(
                "'" + path + "' is not a whole Arrow file or stream: its end is missing; copy or write it again");
    }

    private static EchelonException unreadable(Path path, IOException e) {
        return new EchelonException("cannot read '" + path + "': there is no such file, or it may not be read", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            return; // it was only read
        }
    }
}
