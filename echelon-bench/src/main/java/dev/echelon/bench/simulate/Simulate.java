package dev.echelon.bench.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Locale;

/** The command {@code simulate}: writes simulated data and the parameters behind them. */
public final class Simulate {
    private Simulate() {}

    public static void main(String[] args) throws IOException, SQLException {
        try {
            SimulateOptions options = SimulateOptions.parse(args);
            long start = System.nanoTime();
            write(options.simulation(), options.file());
            System.err.printf(
                    Locale.ROOT,
                    "%s: %d rows, %.1f MB, %.1f s%n",
                    options.file(),
                    options.rows(),
                    Files.size(options.file()) / 1e6,
                    (System.nanoTime() - start) / 1e9);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + SimulateOptions.USAGE);
            System.exit(2);
        }
    }

    /** Writes the file, which appears when it is complete, and the truth beside it. */
    static void write(Simulation simulation, Path file) throws IOException, SQLException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        if (file.toString().endsWith(".csv")) {
            CsvWriter.write(simulation, draft);
        } else {
            ParquetWriter.write(simulation, draft);
        }
        TruthJson.write(TruthJson.beside(file), simulation.truth());
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
