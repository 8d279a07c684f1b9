package dev.echelon;

import dev.echelon.formula.Coding;
import dev.echelon.table.Csv;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Fits that differ in what a saved fit has to hold. */
final class FitExamples {
    private FitExamples() {}

    static Table table(String name) {
        String property = System.getProperty("echelon.root", "");
        Path folder = Path.of(property.isEmpty() ? "." : property).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.resolve("..").normalize();
        }
        return Csv.read(folder.resolve("data").resolve(name));
    }

    static LmmFit sleepstudy() {
        return Lmm.of("Reaction ~ Days + (Days | Subject)").fit(table("sleepstudy.csv"));
    }

    /** Crossed factors, weights that repeat 1, 2, 3, and sum contrasts. */
    static LmmFit weightedCake() {
        return Lmm.of("angle ~ recipe + (1 | replicate) + (1 | temperature)")
                .coding("recipe", Coding.sum())
                .weights("w")
                .fit(withWeights(table("cake.csv")));
    }

    static Table withWeights(Table table) {
        double[] weights = new double[table.rowCount()];
        Arrays.setAll(weights, i -> 1 + i % 3);
        return table.with("w", NumericColumn.of(weights));
    }

    static List<LmmFit> all() {
        return List.of(
                sleepstudy(),
                weightedCake(),
                doubleBar(),
                nested(),
                bases(),
                withinBetween(),
                cutAndCustom(),
                offset(),
                droppedColumn(),
                singular(),
                leastSquares(),
                hostile());
    }

    static LmmFit doubleBar() {
        return Lmm.of("Reaction ~ Days + (Days || Subject)")
                .criterion(Criterion.ML)
                .fit(table("sleepstudy.csv"));
    }

    static LmmFit nested() {
        return Lmm.of("strength ~ 1 + (1 | batch/cask)").fit(table("pastes.csv"));
    }

    static LmmFit bases() {
        return Lmm.of("Reaction ~ poly(Days, 2) + ns(Days, 3) + bs(off, 4) + scale(w) + (1 | Subject)")
                .fit(table("sleepstudy_weighted.csv"));
    }

    static LmmFit withinBetween() {
        return Lmm.of("mAch ~ within(ses, school) + between(ses, school) + (1 | school)")
                .fit(table("hsb82.csv.gz"));
    }

    static LmmFit cutAndCustom() {
        return Lmm.of("angle ~ recipe + cut(w, c(0, 1, 2, 3)) + (1 | replicate)")
                .coding(
                        "recipe",
                        Coding.custom(
                                List.of(List.of(-0.1, 1.0 / 3), List.of(1e-300, -0.5), List.of(0.7, 0.25)),
                                List.of(".a,b", "\"c\"")))
                .fit(withWeights(table("cake.csv")));
    }

    static LmmFit offset() {
        return Lmm.of("Reaction ~ Days + (1 | Subject)")
                .weights("w")
                .offset("off")
                .fit(table("sleepstudy_weighted.csv"));
    }

    static LmmFit droppedColumn() {
        return Lmm.of("Reaction ~ Days + I(2 * Days) + I(Days^2) + (1 | Subject)")
                .fit(table("sleepstudy_missing.csv"));
    }

    static LmmFit singular() {
        return Lmm.of("Yield ~ 1 + (1 | Batch)").fit(table("dyestuff2.csv"));
    }

    static LmmFit leastSquares() {
        return Lmm.of("Reaction ~ Days").factors("Days").fit(table("sleepstudy.csv"));
    }

    static final String HOSTILE_COLUMN = "a \"b\"\n{}: ü\u2028𝛽";

    /** Names with quotes, line ends, control characters, half a surrogate pair and names that mean something in JSON. */
    static final List<String> HOSTILE_LEVELS = List.of(
            "",
            " ",
            "\"",
            "\\",
            "a\nb\r\tc",
            "\u0000\u001f",
            "`back`",
            "NaN",
            "null",
            "\ud800",
            "日本",
            "𝛽",
            "</script>");

    static LmmFit hostile() {
        return Lmm.of("y ~ `" + HOSTILE_COLUMN + "` + (1 | `g \\\\ \" 𝛽`)").fit(hostileTable());
    }

    static Table hostileTable() {
        Random random = new Random(20);
        int n = 20 * HOSTILE_LEVELS.size();
        double[] y = new double[n];
        double[] x = new double[n];
        String[] group = new String[n];
        for (int i = 0; i < n; i++) {
            int level = i % HOSTILE_LEVELS.size();
            x[i] = random.nextDouble();
            y[i] = level + x[i] + random.nextGaussian();
            group[i] = HOSTILE_LEVELS.get(level);
        }
        return Table.builder()
                .numbers(HOSTILE_COLUMN, x)
                .numbers("y", y)
                .build()
                .with("g \\ \" 𝛽", Factor.ofText(group));
    }
}
