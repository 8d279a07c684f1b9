package dev.echelon.cli;

import dev.echelon.LmmFit;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The saved fit that a command works on: its first argument. */
final class SavedFit {
    @Parameters(
            index = "0",
            paramLabel = "FIT",
            description = "A fit saved by 'echelon fit --save', or cross-products, fitted by REML.")
    private Path file = Path.of("");

    LmmFit load() {
        return Sums.load(file);
    }
}
