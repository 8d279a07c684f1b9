package dev.echelon.bench.simulate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes comma-separated text, for programs that read no Parquet. */
final class CsvWriter {
    private static final int BATCH = 2048;

    private CsvWriter() {}

    static void write(Simulation simulation, Path file) throws IOException {
        List<SimulatedColumn> columns = simulation.columns();
        Simulation.Generator generator = simulation.generator();
        ColumnBatch batch = new ColumnBatch(columns, BATCH);
        StringBuilder text = new StringBuilder();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(columns.stream().map(SimulatedColumn::name).collect(Collectors.joining(",")) + "\n");
            for (int rows = generator.next(batch); rows > 0; rows = generator.next(batch)) {
                text.setLength(0);
                for (int row = 0; row < rows; row++) {
                    append(columns, batch, row, text);
                }
                out.append(text);
            }
        }
    }

    private static void append(List<SimulatedColumn> columns, ColumnBatch batch, int row, StringBuilder text) {
        for (int c = 0; c < columns.size(); c++) {
            text.append(c == 0 ? "" : ",");
            if (columns.get(c).integer()) {
                text.append(batch.integer(c, row));
            } else {
                text.append(batch.real(c, row));
            }
        }
        text.append('\n');
    }
}
