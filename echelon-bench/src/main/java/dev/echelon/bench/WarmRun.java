package dev.echelon.bench;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.table.Table;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model with Echelon in a fresh Java machine: {@code WarmRun JOB RESULT}. The clock runs from table and formula
 * text to the fit with standard errors. First the memory of the very first fit, then warm-up until the median of a
 * batch stops falling, then the repetitions that are reported.
 */
final class WarmRun {
    /** Median of a batch within this share of the batch before: the compilers have settled. */
    private static final double STABLE = 0.03;

    private static final int BATCH = 5;
    private static final int MOST_REPETITIONS = 20_000;

    private final RaceModel model;
    private final Table table;
    private @Nullable LmmFit fitted; // what work other than fits starts from
    private double sink; // keeps results alive, so that no fit is optimised away

    private WarmRun(RaceModel model, Table table) {
        this.model = model;
        this.table = table;
    }

    public static void main(String[] args) {
        Pairs job = Pairs.read(Path.of(args[0]));
        RaceModel model = RaceModel.all().stream()
                .filter(m -> m.name().equals(job.text("name")))
                .findFirst()
                .orElseThrow();
        Pairs result;
        try {
            Table table = RaceData.read(Path.of(job.text("data")), model.factors());
            result = Pairs.of(new WarmRun(model, table).measure(job.number("seconds")));
        } catch (RuntimeException | LinkageError e) {
            result = Pairs.failure(e.toString());
        }
        result.write(Path.of(args[1]));
    }

    private Map<String, String> measure(double seconds) {
        System.gc();
        double base = ProcessMemory.residentKilobytes();
        ProcessMemory.resetPeak();
        double first = millisOfOneRun();
        double peak = ProcessMemory.peakKilobytes();

        warmUp(seconds);
        long cpuBefore = cpuNanos();
        long start = System.nanoTime();
        double[] times = repeat(seconds);
        double busy = (double) (cpuNanos() - cpuBefore) / (System.nanoTime() - start);
        Arrays.sort(times);

        LmmFit fit = fit();
        System.gc();
        Map<String, String> result = describe(fit);
        put(result, "median_ms", median(times));
        put(result, "min_ms", times[0]);
        put(result, "first_ms", first);
        put(result, "repetitions", times.length);
        put(result, "units", model.work().units());
        if (model.work() == RaceWork.FIT) {
            EvaluationTimer timer = EvaluationTimer.of(model, table, seconds / 10);
            put(result, "evaluation_ms", timer.valueMillis());
            put(result, "derivatives_ms", timer.derivativesMillis());
        }
        put(result, "cpus_busy", busy);
        put(result, "base_kb", base);
        put(result, "peak_kb", peak);
        put(result, "heap_mb", usedHeapMegabytes());
        put(result, "sink", sink);
        return result;
    }

    private static Map<String, String> describe(LmmFit fit) {
        Map<String, String> result = new LinkedHashMap<>();
        put(result, "n", fit.observations());
        put(result, "thetas", fit.theta().size());
        put(result, "objective", fit.objective());
        put(result, "evaluations", fit.convergence().evaluations());
        put(result, "iterations", fit.convergence().iterations());
        result.put("status", fit.convergence().status());
        result.put("kernels", fit.provenance().kernels());
        result.put("plan", fit.provenance().plan());
        result.put("version", fit.provenance().version());
        return result;
    }

    private void warmUp(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        double before = Double.POSITIVE_INFINITY;
        int settled = 0;
        while (System.nanoTime() < end || settled < 1) {
            double now = median(batch());
            settled = now > before * (1 - STABLE) ? settled + 1 : 0;
            before = now;
            if (now > seconds * 1000) {
                return; // one batch of a fit this long has compiled all there is
            }
        }
    }

    private double[] batch() {
        double[] times = new double[BATCH];
        for (int i = 0; i < BATCH; i++) {
            times[i] = millisOfOneRun();
        }
        Arrays.sort(times);
        return times;
    }

    private double[] repeat(double seconds) {
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (times.size() < BATCH || (System.nanoTime() < end && times.size() < MOST_REPETITIONS)) {
            times.add(millisOfOneRun());
        }
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double millisOfOneRun() {
        if (!model.work().fits()) {
            return millisOfWork();
        }
        long start = System.nanoTime();
        LmmFit fit = fit();
        double read = fit.objective();
        for (Coefficient coefficient : model.work().coefficients(fit)) {
            read += coefficient.estimate() + coefficient.stdError();
        }
        long stop = System.nanoTime();
        sink = read;
        return (stop - start) / 1e6;
    }

    private double millisOfWork() {
        if (fitted == null) {
            fitted = fit();
        }
        long start = System.nanoTime();
        double read = model.work().on(fitted);
        long stop = System.nanoTime();
        sink = read;
        return (stop - start) / 1e6;
    }

    private LmmFit fit() {
        return Lmm.of(model.formula()).criterion(model.criterion()).fit(table);
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getProcessCpuTime()
                : 0;
    }

    private static double usedHeapMegabytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    private static void put(Map<String, String> result, String key, double value) {
        result.put(key, Double.toString(value));
    }
}
