package dev.echelon.report;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Interval;
import dev.echelon.table.Csv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Real fits of the repository's data, and records made by hand. */
final class Fits {
    private static final double Z = 1.959963984540054;

    private Fits() {}

    static LmmFit sleepstudy() {
        return Lmm.of("Reaction ~ 1 + Days + (1 + Days | Subject)").fit(Csv.read(data("sleepstudy.csv")));
    }

    static LmmFit weighted() {
        return Lmm.of("Reaction ~ Days + (Days | Subject)").weights("w").fit(Csv.read(data("sleepstudy_weighted.csv")));
    }

    static Coefficient coefficient(String term, double estimate, double error) {
        Interval interval = new Interval(estimate - Z * error, estimate + Z * error, 0.95);
        return new Coefficient(term, estimate, error, Double.NaN, estimate / error, Double.NaN, interval);
    }

    static Path data(String name) {
        String root = System.getProperty("echelon.root");
        Path folder = root == null ? Path.of("").toAbsolutePath() : Path.of(root);
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder with .mvn above the working directory");
        }
        return folder.resolve("data").resolve(name);
    }
}
