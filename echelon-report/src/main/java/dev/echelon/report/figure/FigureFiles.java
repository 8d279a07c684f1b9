package dev.echelon.report.figure;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures as files: each as SVG, with its numbers as CSV and JSON beside it. */
public final class FigureFiles {
    private FigureFiles() {}

    /**
     * Writes {@code id.svg}, {@code id.csv} and {@code id.json} for each picture; the folder is made if needed.
     *
     * @throws EchelonException if a file cannot be written
     */
    public static void write(List<Figure> figures, Path folder) {
        try {
            Files.createDirectories(folder);
            for (Figure figure : figures) {
                Files.writeString(folder.resolve(figure.id() + ".svg"), figure.svg());
                for (int k = 0; k < figure.data().size(); k++) {
                    String name = figure.id() + (k == 0 ? "" : "-" + (k + 1));
                    Files.writeString(
                            folder.resolve(name + ".csv"), figure.data().get(k).csv());
                    Files.writeString(
                            folder.resolve(name + ".json"), figure.data().get(k).json());
                }
            }
        } catch (IOException failure) {
            throw new EchelonException("cannot write pictures to '" + folder + "': " + failure.getMessage(), failure);
        }
    }
}
