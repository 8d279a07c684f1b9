package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How files were when they were first looked at, so that a change between two passes is seen. */
final class FileStamps {
    private final List<Stamp> stamps;

    private FileStamps(List<Stamp> stamps) {
        this.stamps = stamps;
    }

    /** The files as they are now. */
    static FileStamps of(List<Path> files) {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new EchelonException("there is no file '" + file + "'; relative paths start at '"
                        + Path.of("").toAbsolutePath() + "'");
            }
            stamps.add(Stamp.of(file));
        }
        return new FileStamps(List.copyOf(stamps));
    }

    /** The files. */
    List<Path> files() {
        return stamps.stream().map(Stamp::file).toList();
    }

    /**
     * A line for each file with its name, a tab, size and time; empty if there is none.
     *
     * @param how they are read
     */
    Optional<String> text(String how) {
        return stamps.isEmpty()
                ? Optional.empty()
                : Optional.of(stamps.stream()
                        .map(stamp -> stamp.file.toAbsolutePath().normalize() + "\t" + stamp.size + " " + stamp.modified
                                + " " + how)
                        .collect(Collectors.joining("\n")));
    }

    /**
     * Checks that the files are what they were.
     *
     * @throws EchelonException if one is not; the message names it
     */
    void requireUnchanged() {
        for (Stamp stamp : stamps) {
            if (!Stamp.of(stamp.file).equals(stamp)) {
                throw changed(stamp.file.toString());
            }
        }
    }

    /** That what {@code name} names is not what it was when it was first read. */
    static EchelonException changed(String name) {
        return new EchelonException("'" + name + "' changed while it was being read; read it again");
    }

    private record Stamp(Path file, long size, long modified) {
        static Stamp of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(file, now.size(), now.lastModifiedTime().toMillis());
            } catch (IOException e) {
                throw new EchelonException("'" + file + "' has been removed or cannot be read", e);
            }
        }
    }
}
