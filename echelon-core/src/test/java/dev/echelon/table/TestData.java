package dev.echelon.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where the data sets of the repository are. */
final class TestData {
    private TestData() {}

    static Path folder() {
        String root = System.getProperty("echelon.root");
        Path path = Path.of(root == null ? "" : root).toAbsolutePath();
        while (!Files.isDirectory(path.resolve(".mvn"))) {
            path = Objects.requireNonNull(path.getParent(), "no folder with .mvn");
        }
        return path.resolve("data");
    }

    static Path file(String name) {
        return folder().resolve(name);
    }
}
