package dev.echelon;

import dev.echelon.result.Provenance;
import java.nio.file.Path;

/** The file format of saved fits. */
final class FitFile {

    private FitFile() {}

    static void write(FitState state, Provenance provenance, Path file) {
        throw new UnsupportedOperationException(state + " " + provenance + " " + file);
    }

    static LmmFit read(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }
}
