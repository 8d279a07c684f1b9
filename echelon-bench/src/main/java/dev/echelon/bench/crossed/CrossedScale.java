package dev.echelon.bench.crossed;

import dev.echelon.internal.iterative.IterativeCost;
import dev.echelon.internal.iterative.IterativeFit;
import dev.echelon.internal.iterative.IterativeOptions;
import dev.echelon.internal.iterative.StochasticLikelihood;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.ComputationCost;
import dev.echelon.internal.likelihood.PlanText;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Plans and fits one crossed design and prints what it took in CPU time, which other work on the machine does not
 * change. {@code CrossedScale DESIGN [plan|value|fit|check] [threads]} with a design such as {@code uniform:50000:5000:200},
 * {@code movers:20000:2000:10:0.05} or {@code ratings:60000:20000:1e7}.
 */
public final class CrossedScale {
    private CrossedScale() {}

    /** Runs one design. */
    public static void main(String[] args) {
        String action = args.length > 1 ? args[1] : "fit";
        int threads = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        Clock clock = new Clock();
        CrossedGraph graph = graph(args[0].split(":"));
        print("%d x %d levels, %d pairs", graph.first(), graph.second(), graph.entries());
        CrossedData data = CrossedData.of(graph, 0.5, 0.6, 7);
        clock.lap("simulated");
        ProfiledLikelihood likelihood = new ProfiledLikelihood(data.products(), data.factors(), true, threads);
        clock.lap("planned");
        PlanText.lines(data.products(), likelihood.plan(), List.of("first", "second"))
                .forEach(line -> print("  %s", line));
        ComputationCost cost = likelihood.plan().cost(data.products(), data.factors());
        clock.lap("forecast");
        print(
                "forecast %.2f s CPU per value, %.2f with derivatives; %.2f GB for a value, %.2f in all",
                cost.valueSeconds(), cost.evaluationSeconds(), cost.valueBytes() / 1e9, cost.bytes() / 1e9);
        if (action.equals("plan")) {
            return;
        }
        if (action.equals("check")) {
            check(data, likelihood, clock, threads);
            return;
        }
        double[] x = likelihood.start();
        print("start %s", Arrays.toString(x));
        for (int i = 0; i < 2; i++) {
            x[0] += 1e-4;
            print("d = %.10g", likelihood.value(x));
            clock.lap(i == 0 ? "allocation and value" : "value");
            likelihood.derivatives(new double[2], new double[4]);
            clock.lap("derivatives");
        }
        if (action.equals("fit")) {
            Optimum found = TrustRegion.minimise(likelihood, likelihood.start(), Options.DEFAULTS);
            Boundary finished = Boundary.finish(likelihood, found);
            clock.lap("fit");
            Optimum optimum = finished.optimum();
            print(
                    "%s after %d evaluations at %s, d = %.12g, certified %b",
                    optimum.status(),
                    finished.evaluations(),
                    Arrays.toString(optimum.point()),
                    optimum.value(),
                    finished.certified());
        }
        print("heap in use %.2f GB", heap() / 1e9);
    }

    /** One exact value at the optimum of the iterative way, beside its estimate and the error that it claims. */
    private static void check(CrossedData data, ProfiledLikelihood exact, Clock clock, int threads) {
        IterativeCost cost = IterativeCost.of(
                data.products(), IterativeOptions.DEFAULTS, data.factors().size());
        clock.lap("forecast");
        print(
                "forecast %.2f s CPU for the iterative fit, %.2f GB",
                cost.seconds(), cost.evaluation().bytes() / 1e9);
        Estimated estimated = estimate(data, threads);
        clock.lap("iterative fit");
        double before = heap();
        clock.lap("collection");
        double value = exact.value(estimated.theta());
        clock.lap("one exact value");
        print("%.2f GB more in use", (heap() - before) / 1e9);
        print(
                "iterative %.6f, exact %.6f, difference %.3f, Monte Carlo error %.3f",
                estimated.objective(), value, estimated.objective() - value, estimated.error());
    }

    private record Estimated(double[] theta, double objective, double error) {}

    private static Estimated estimate(CrossedData data, int threads) {
        StochasticLikelihood likelihood =
                new StochasticLikelihood(data.products(), data.factors(), true, IterativeOptions.DEFAULTS, threads);
        IterativeFit fit = IterativeFit.of(likelihood, IterativeOptions.DEFAULTS);
        return new Estimated(
                fit.optimum().point(), likelihood.objective(), fit.errors().objective());
    }

    private static double heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (double) runtime.totalMemory() - runtime.freeMemory();
    }

    private static CrossedGraph graph(String[] design) {
        int first = Integer.parseInt(design[1]);
        int second = Integer.parseInt(design[2]);
        switch (design[0]) {
            case "uniform":
                return CrossedGraph.uniform(first, second, Integer.parseInt(design[3]), 1);
            case "movers":
                return CrossedGraph.movers(
                        first, second, Integer.parseInt(design[3]), Double.parseDouble(design[4]), 1);
            case "ratings":
                double total = Double.parseDouble(design[3]);
                return CrossedGraph.withDegrees(
                        RatingDegrees.users(first, total, 2), RatingDegrees.movies(second, first, total), 3);
            default:
                throw new IllegalArgumentException("no design '" + design[0] + "'");
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** CPU time of all threads and elapsed time since the last lap. */
    private static final class Clock {
        private long wall = System.nanoTime();
        private long cpu = cpuNanos();

        private static long cpuNanos() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }

        void lap(String what) {
            long now = System.nanoTime();
            long used = cpuNanos();
            print("%-24s %8.2f s CPU %8.2f s elapsed", what, (used - cpu) / 1e9, (now - wall) / 1e9);
            wall = System.nanoTime();
            cpu = cpuNanos();
        }
    }
}
