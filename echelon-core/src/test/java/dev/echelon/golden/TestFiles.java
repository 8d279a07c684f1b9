package dev.echelon.golden;

import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** Where data sets are: in the repository's {@code data} folder, or in a folder beside it that may be absent. */
public final class TestFiles {
    private static final Map<Path, Table> TABLES = new ConcurrentHashMap<>();

    private TestFiles() {}

    /** The repository. */
    public static Path root() {
        String property = System.getProperty("echelon.root", "");
        Path folder =
                Path.of(property.isEmpty() ? "." : property).toAbsolutePath().normalize();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder with .mvn");
        }
        return folder;
    }

    /** A data set by file name; the calling test is skipped if it is an external one that is not here. */
    public static Table table(String name) {
        return TABLES.computeIfAbsent(file(name), Csv::read);
    }

    /** The file of a data set; the calling test is skipped if it is an external one that is not here. */
    public static Path file(String name) {
        Path own = root().resolve("data").resolve(name);
        Path external = root().resolve("../shared/data/external").resolve(name);
        Path found = Files.exists(own) ? own : external;
        Assumptions.assumeTrue(
                Files.exists(found),
                () -> "skipped: '" + name + "' is neither in data/ nor in " + external.normalize());
        return found;
    }
}
