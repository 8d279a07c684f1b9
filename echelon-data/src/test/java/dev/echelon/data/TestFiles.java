package dev.echelon.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** Files that tests read: those of the repository, and others made from them by DuckDB. */
final class TestFiles {
    private TestFiles() {}

    /** A file of the repository's data folder. */
    static Path data(String name) {
        String root = System.getProperty("echelon.root");
        Path folder = root == null ? Path.of("").toAbsolutePath() : Path.of(root);
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder with .mvn above the working directory");
        }
        return folder.resolve("data").resolve(name);
    }

    /** Lets DuckDB write the rows of a query to a file. */
    static Path written(Path file, String query, String options) {
        run("COPY (" + query + ") TO '" + file + "'" + (options.isEmpty() ? "" : " (" + options + ")"));
        return file;
    }

    /** Lets DuckDB write the rows of a query to a file whose name says the format. */
    static Path written(Path file, String query) {
        return written(file, query, "");
    }

    /** The rows of sleepstudy in a query of DuckDB. */
    static String sleepstudy() {
        return "SELECT * FROM read_csv('" + data("sleepstudy.csv") + "')";
    }

    static void run(String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
