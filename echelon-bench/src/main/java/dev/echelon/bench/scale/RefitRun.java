package dev.echelon.bench.scale;

import dev.echelon.DataSummary;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.bench.Pairs;
import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refit from saved cross-products: {@code RefitRun FACTORS FORMULA FILE ANSWER}. Sums the rows up, saves the sums, and
 * then, as often as three seconds allow after three seconds of warm-up, reads the file and fits; the clock stops when the
 * coefficients have standard errors. Every number that needs no rows is compared with a fit of the rows, bit for bit.
 */
final class RefitRun {
    private static final double SECONDS = 3;

    private RefitRun() {}

    public static void main(String[] args) throws IOException {
        Table table = Csv.reader().factors(args[0].split(",")).read(Path.of(args[2]));
        Lmm model = Lmm.of(args[1]);
        Path saved = Files.createTempFile("refit", ".sums");
        Map<String, String> answer = new LinkedHashMap<>();
        try {
            model.summarise(table).save(saved);
            double first = refitSeconds(model, saved);
            repeat(model, saved);
            double[] times = repeat(model, saved);
            LmmFit refit = model.fit(DataSummary.load(saved));
            Map<String, Double> ofRows = Numbers.of(model.fit(table));
            List<String> differing = Numbers.differing(ofRows, Numbers.of(refit));
            answer.put("seconds", Double.toString(times[times.length / 2]));
            answer.put("refits", Integer.toString(times.length));
            answer.put("first_seconds", Double.toString(first));
            answer.put("fastest_seconds", Double.toString(times[0]));
            answer.put("file_bytes", Long.toString(Files.size(saved)));
            answer.put("numbers", Integer.toString(ofRows.size()));
            answer.put("differing", Integer.toString(differing.size()));
            answer.put(
                    "note",
                    differing.isEmpty()
                            ? "all " + ofRows.size() + " numbers have the bits of a fit of the rows"
                            : differing.size() + " of " + ofRows.size() + " numbers differ, such as "
                                    + differing.get(0));
        } finally {
            Files.deleteIfExists(saved);
        }
        Pairs.of(answer).write(Path.of(args[3]));
    }

    /** Seconds of refits, sorted. */
    private static double[] repeat(Lmm model, Path saved) {
        double[] times = new double[100_000];
        int count = 0;
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        while (count < 5 || (System.nanoTime() < end && count < times.length)) {
            times[count++] = refitSeconds(model, saved);
        }
        double[] made = Arrays.copyOf(times, count);
        Arrays.sort(made);
        return made;
    }

    private static double refitSeconds(Lmm model, Path saved) {
        long start = System.nanoTime();
        double error = model.fit(DataSummary.load(saved)).coefficients().get(0).stdError();
        long stop = System.nanoTime();
        if (Double.isNaN(error)) {
            throw new IllegalStateException("a standard error is missing");
        }
        return (stop - start) / 1e9;
    }
}
