package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Whether a file compressed by Zstandard is whole: walks from block to block by the sizes in their headers (RFC 8878,
 * section 3.1) without unpacking any.
 */
final class ZstandardFile {
    private static final int FRAME = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
    private static final int LONGEST_HEADER = 18;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};
    private static final int RUN_LENGTH = 1;

    private final FileChannel channel;
    private final long size;
    private long at;

    private ZstandardFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * Checks that the file ends where its last frame ends.
     *
     * @throws EchelonException if not, or if it is no such file
     */
    static void requireWhole(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            ZstandardFile file = new ZstandardFile(channel);
            while (file.at < file.size) {
                if (!file.frame()) {
                    throw new EchelonException("'" + path + "' is named as a file compressed by Zstandard but is none");
                }
            }
            if (file.at > file.size || file.size == 0) {
                throw new EchelonException(
                        "'" + path + "' ends in the middle of its compressed data; copy or write it again");
            }
        } catch (IOException e) {
            throw new EchelonException("cannot read '" + path + "': there is no such file, or it may not be read", e);
        }
    }

    /** Walks over one frame; whether it is one. */
    private boolean frame() throws IOException {
        ByteBuffer header = bytes(LONGEST_HEADER);
        int magic = header.remaining() < Integer.BYTES ? FRAME : header.getInt(0);
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
            at += header.remaining() < 2 * Integer.BYTES ? size : 2 * Integer.BYTES + (header.getInt(4) & 0xFFFFFFFFL);
            return true;
        }
        if (magic != FRAME || header.remaining() <= Integer.BYTES) {
            at += header.remaining() <= Integer.BYTES ? size + 1 : 0;
            return magic == FRAME;
        }
        int descriptor = header.get(4);
        boolean single = (descriptor & 0x20) != 0;
        int sizeBytes = CONTENT_SIZE_BYTES[(descriptor >> 6) & 3];
        at += 5 + (single ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3] + (single && sizeBytes == 0 ? 1 : sizeBytes);
        blocks();
        at += (descriptor & 4) != 0 ? Integer.BYTES : 0; // the checksum
        return true;
    }

    private void blocks() throws IOException {
        boolean last = false;
        while (!last) {
            ByteBuffer block = bytes(3);
            if (block.remaining() < 3) {
                at = size + 1;
                return;
            }
            int header = (block.get(0) & 0xFF) | (block.get(1) & 0xFF) << 8 | (block.get(2) & 0xFF) << 16;
            last = (header & 1) != 0;
            at += 3 + ((header >> 1 & 3) == RUN_LENGTH ? 1 : header >> 3);
        }
    }

    private ByteBuffer bytes(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        long from = at;
        while (buffer.hasRemaining() && from < size) {
            int read = channel.read(buffer, from);
            if (read < 0) {
                break;
            }
            from += read;
        }
        return buffer.flip();
    }
}
