package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.StateBytes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Files of checkpoints, big-endian:
 *
 * <pre>
 * 8 bytes   0x89 E C P CR LF 0x1A LF   what it is
 * text      release
 * 8 bytes   rows covered
 * text      model
 * text      stamp of the source
 * the state, which {@link Streaming} writes and reads
 * 8 bytes   CRC-32C of everything before it
 * </pre>
 */
final class CheckpointFile {
    private static final byte[] MAGIC = {(byte) 0x89, 'E', 'C', 'P', '\r', '\n', 0x1A, '\n'};
    private static final int BUFFER = 1 << 16;

    private CheckpointFile() {}

    /**
     * What a checkpoint belongs to.
     *
     * @param model formula, options and, if there is one, the plan that was given
     * @param stamp of the source
     */
    record Key(String model, String stamp) {}

    /** What writes a state. */
    interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    /** What takes a state. */
    interface Reader {
        void read(DataInputStream in) throws IOException;
    }

    static void write(Path file, Key key, long rows, Content content) {
        WholeFile.write(file, "the checkpoint", stream -> {
            CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32C());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
            out.write(MAGIC);
            StateBytes.text(out, Version.text());
            out.writeLong(rows);
            StateBytes.text(out, key.model());
            StateBytes.text(out, key.stamp());
            content.write(out);
            out.flush();
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
        });
    }

    /**
     * Reads a state.
     *
     * @throws EchelonException if the file is damaged, or belongs to another model or to other data
     */
    static void read(Path file, Key key, Reader reader) {
        requireWhole(file);
        try (DataInputStream in = open(file)) {
            header(file, in);
            requireSame(file, key, new Key(StateBytes.text(in), StateBytes.text(in)));
            reader.read(in);
        } catch (EOFException e) {
            throw damaged(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static OptionalLong rows(Path file) {
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try (DataInputStream in = open(file)) {
            return OptionalLong.of(header(file, in));
        } catch (EOFException e) {
            throw damaged(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static void delete(Path file) {
        if (rows(file).isPresent()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new EchelonException(
                        "cannot delete the checkpoint '" + file + "', which is not needed any more: "
                                + WholeFile.reason(e),
                        e);
            }
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(WholeFile.open(file), BUFFER));
    }

    /** The rows covered. */
    private static long header(Path file, DataInputStream in) throws IOException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new EchelonException(
                    "'" + file + "' is no checkpoint, and is left as it is; name another file for the checkpoint");
        }
        if (!StateBytes.text(in).equals(Version.text())) {
            throw new EchelonException("the checkpoint '" + file
                    + "' was written by another release of Echelon; delete it to begin with the first row");
        }
        return in.readLong();
    }

    private static void requireSame(Path file, Key asked, Key found) {
        if (!asked.model().equals(found.model())) {
            throw new EchelonException("the checkpoint '" + file + "' is of another model, "
                    + found.model().lines().findFirst().orElse("")
                    + ", or of other options; give those, or delete it to begin with the first row");
        }
        if (!asked.stamp().equals(found.stamp())) {
            throw new EchelonException("the data are not those of the checkpoint '" + file + "': "
                    + difference(asked.stamp(), found.stamp()) + "; delete it to begin with the first row");
        }
    }

    /** Lines of a stamp begin with a name, then a tab. */
    private static String difference(String now, String then) {
        String[] lines = now.split("\n", -1);
        String[] before = then.split("\n", -1);
        for (int i = 0; i < Math.min(lines.length, before.length); i++) {
            String name = lines[i].split("\t", -1)[0];
            if (!lines[i].equals(before[i])) {
                boolean same = name.equals(before[i].split("\t", -1)[0]);
                return same
                        ? "'" + name + "' has changed since, or is read by other options"
                        : "they were '" + before[i].split("\t", -1)[0] + "' and are '" + name + "'";
            }
        }
        return "there were " + before.length + " files and are " + lines.length;
    }

    /** So that nothing is done with a part of a state. */
    private static void requireWhole(Path file) {
        CRC32C sum = new CRC32C();
        try (InputStream plain = WholeFile.open(file);
                CheckedInputStream checked = new CheckedInputStream(new BufferedInputStream(plain, BUFFER), sum)) {
            long left = Files.size(file) - Long.BYTES;
            byte[] bytes = new byte[BUFFER];
            while (left > 0) {
                int count = checked.read(bytes, 0, (int) Math.min(bytes.length, left));
                if (count < 0) {
                    throw damaged(file);
                }
                left -= count;
            }
            long expected = sum.getValue();
            if (left < 0 || new DataInputStream(checked).readLong() != expected) {
                requireOurs(file);
                throw damaged(file);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Says so if it is no checkpoint at all. */
    private static void requireOurs(Path file) {
        if (rows(file).isEmpty()) {
            throw damaged(file);
        }
    }

    private static EchelonException damaged(Path file) {
        return new EchelonException("the checkpoint '" + file + "' is damaged; delete it to begin with the first row");
    }

    private static EchelonException unreadable(Path file, IOException e) {
        return new EchelonException("cannot read the checkpoint '" + file + "': " + WholeFile.reason(e), e);
    }
}
