package dev.echelon.cli;

import dev.echelon.DataSummary;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files of cross-products where a command takes data or a saved fit. */
final class Sums {
    private Sums() {}

    /** Whether an argument names a file of cross-products. */
    static boolean is(@Nullable String argument) {
        try {
            return argument != null && DataSummary.isSaved(Path.of(argument));
        } catch (InvalidPathException noFile) {
            return false;
        }
    }

    /** The formula: the one that is given, or that of the file if the file is the only argument. */
    static String formula(String first, @Nullable String second) {
        return second == null ? DataSummary.load(Path.of(first)).formula() : first;
    }

    /** The fit of a model to the cross-products in a file. */
    static LmmFit fit(Lmm model, String file) {
        return model.fit(DataSummary.load(Path.of(file)));
    }

    /** A saved fit; of cross-products the fit by REML of the model that they were made for. */
    static LmmFit load(Path file) {
        if (!DataSummary.isSaved(file)) {
            return LmmFit.load(file);
        }
        DataSummary sums = DataSummary.load(file);
        return sums.model().fit(sums);
    }
}
