package dev.echelon.bench;

import dev.echelon.DataSummary;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How large a file of cross-products is, and how long reading it and fitting from it takes once Java is warm: {@code
 * SavedSums DATA FORMULA [FACTOR…]}.
 */
public final class SavedSums {
    private static final int WARM_UP = 200;
    private static final int REPETITIONS = 100;

    private SavedSums() {}

    /** Prints sizes and times. */
    public static void main(String[] args) throws IOException {
        Table table = Csv.read(Path.of(args[0]));
        Lmm model = Lmm.of(args[1]);
        for (int i = 2; i < args.length; i++) {
            model = model.factors(args[i]);
        }
        Path file = Files.createTempFile("echelon", ".sums");
        try {
            model.summarise(table).save(file);
            report(model, file, model.fit(table).objective());
        } finally {
            Files.delete(file);
        }
    }

    private static void report(Lmm model, Path file, double objective) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            model.fit(DataSummary.load(file));
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        double read = Double.POSITIVE_INFINITY;
        long cpu = threads.getCurrentThreadCpuTime();
        boolean same = true;
        for (int i = 0; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            DataSummary sums = DataSummary.load(file);
            long between = System.nanoTime();
            LmmFit fit = model.fit(sums);
            long end = System.nanoTime();
            read = Math.min(read, (between - start) / 1e6);
            best = Math.min(best, (end - start) / 1e6);
            same &= fit.objective() == objective;
        }
        double mean = (threads.getCurrentThreadCpuTime() - cpu) / 1e6 / REPETITIONS;
        System.out.printf(
                Locale.ROOT,
                "%d bytes; read and fitted in %.2f ms at best, %.2f ms of processor time on average; read in %.2f ms;"
                        + " same bits as from the data: %s%n",
                Files.size(file),
                best,
                mean,
                read,
                same ? "yes" : "no");
    }
}
