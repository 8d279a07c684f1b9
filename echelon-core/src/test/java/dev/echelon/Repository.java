package dev.echelon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the project, for tests that read them. */
final class Repository {
    private static final List<String> MODULES = List.of(
            "echelon-core",
            "echelon-openblas",
            "echelon-data",
            "echelon-report",
            "echelon-cli",
            "echelon-bench",
            "echelon-spark");

    private Repository() {}

    static Path root() {
        String known = System.getProperty("echelon.root", "");
        Path folder = known.isEmpty() ? Path.of("").toAbsolutePath() : Path.of(known);
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("the tests must run inside the project: no folder with .mvn above "
                    + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** The names of the modules, as in the parent POM. */
    static List<String> modules() {
        return MODULES;
    }

    /** Every Java source, of the tests too. */
    static List<Path> javaSources() throws IOException {
        List<Path> sources = new java.util.ArrayList<>();
        for (String module : MODULES) {
            sources.addAll(files(root().resolve(module).resolve("src"), ".java"));
        }
        return sources;
    }

    /** Every file of this ending under a folder; none if there is no such folder. */
    static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
