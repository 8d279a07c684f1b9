package dev.echelon.bench;

import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.List;

/** Reads the data of a race, with id columns that hold numbers as factors. */
final class RaceData {
    private RaceData() {}

    static Table read(Path file, List<String> factors) {
        return Csv.reader().factors(factors.toArray(String[]::new)).read(file);
    }
}
