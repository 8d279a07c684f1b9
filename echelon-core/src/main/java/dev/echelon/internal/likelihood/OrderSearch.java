package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import dev.echelon.internal.sparse.FactorWork;
import dev.echelon.internal.sparse.OrderCost;
import dev.echelon.internal.sparse.Ordering;
import dev.echelon.internal.sparse.Rates;
import dev.echelon.internal.sparse.Symbolic;
import java.util.ArrayList;
import java.util.List;

/**
 * Orders of all levels compared by the cost of their factors, and the analysis of the cheapest.
 *
 * @param full operations with one dense root
 * @param candidates what was compared, the order of the chain first
 * @param best index of the cheapest
 * @param graph the levels; without edges, which only the search needs
 * @param symbolic where the numbers of the factor under the best order are
 * @param forecast of the best order
 * @param taken whether it is used, rather than the dense root
 */
record OrderSearch(
        double full,
        List<Candidate> candidates,
        int best,
        LevelGraph graph,
        Symbolic symbolic,
        Forecast forecast,
        boolean taken) {

    /** An order and its cost. */
    record Candidate(String name, OrderCost cost) {}

    /** Levels with at most so many neighbours come first in the candidates between the chain's order and minimum degree. */
    private static final int[] FEW = {1, 4};

    /** The search for minimum degree is made with all its steps and with fewer, which sets more levels aside. */
    private static final int[] SHARES = {1, 4};

    private static final double SECONDS_PER_STEP = 3e-9;

    /** To find the place of a pair in the factor, in numbers that are filled. */
    private static final double PLACE = 6;

    /** A factor so nearly full offers minimum degree nothing. */
    private static final double FULL = 0.9;

    static OrderSearch of(CrossProducts data, Layout layout, BlockedCost blocked, int parameters) {
        LevelGraph graph = LevelGraph.of(data);
        int border = data.fixedColumns() + 1;
        int[] stage = graph.stage(layout);
        List<Candidate> candidates = new ArrayList<>();
        List<int[]> orders = new ArrayList<>();
        orders.add(Ordering.byStage(graph.pattern(), stage, 0));
        candidates.add(new Candidate("largest factor first", cost(graph, orders.get(0), border)));
        double full = blocked.forecast().flops();
        boolean room = candidates.get(0).cost.flops() < FULL * full || blocked.few() > 0.05;
        for (int few : room ? FEW : new int[0]) {
            orders.add(Ordering.byStage(graph.pattern(), stage, few));
            String name =
                    few == 1 ? "levels with one neighbour first" : "levels with up to " + few + " neighbours first";
            candidates.add(new Candidate(name, cost(graph, orders.get(orders.size() - 1), border)));
        }
        for (int share : room ? SHARES : new int[0]) {
            long steps = steps(candidates) / share;
            orders.add(Ordering.minimumDegree(graph.pattern(), steps));
            String name = share == 1 ? "minimum degree" : "minimum degree, more popular levels last";
            candidates.add(new Candidate(name, cost(graph, orders.get(orders.size() - 1), border)));
        }
        int best = 0;
        for (int i = 1; i < candidates.size(); i++) {
            if (candidates.get(i).cost.seconds() < candidates.get(best).cost.seconds()) {
                best = i;
            }
        }
        Symbolic symbolic = Symbolic.of(graph.pattern(), orders.get(best), border);
        Forecast forecast = forecast(data, symbolic, candidates.get(best).cost, parameters);
        return new OrderSearch(full, List.copyOf(candidates), best, graph.withoutEdges(), symbolic, forecast, true);
    }

    /** A search that takes about two hundredths of the time of a fit under the best order so far. */
    private static long steps(List<Candidate> candidates) {
        double least = Double.POSITIVE_INFINITY;
        for (Candidate candidate : candidates) {
            least = Math.min(least, candidate.cost.seconds());
        }
        return (long) Math.min(2e10, Math.max(1e8, 0.02 * Forecast.FACTORISATIONS * least / SECONDS_PER_STEP));
    }

    private static OrderCost cost(LevelGraph graph, int[] order, int border) {
        return OrderCost.of(graph.pattern(), order, border);
    }

    private static Forecast forecast(CrossProducts data, Symbolic symbolic, OrderCost cost, int parameters) {
        double bytes = factorBytes(data, symbolic, parameters) + symbolic.inverseBytes() + symbolic.workspaceBytes();
        return new Forecast(cost.flops(), bytes, cost.seconds() + 0.3e-6 * symbolic.panels());
    }

    /** All that a value needs: factor, analysis, places of the cross-products, effects and working variates. */
    private static double factorBytes(CrossProducts data, Symbolic symbolic, int parameters) {
        return symbolic.bytes()
                + symbolic.factorBytes()
                + 4 * pairs(data)
                + 8.0 * (2 * parameters + 3) * symbolic.columns();
    }

    /** Of levels that occur together. */
    private static double pairs(CrossProducts data) {
        double entries = 0;
        for (int f = 0; f < data.factors(); f++) {
            for (int g = f + 1; g < data.factors(); g++) {
                entries += data.coupling(f, g).entries();
            }
        }
        return entries;
    }

    /** What the best order costs on this machine, measured if a fit takes long. */
    ComputationCost cost(CrossProducts data, int parameters) {
        FactorWork factor = FactorWork.ofFactor(symbolic);
        FactorWork inverse = FactorWork.ofInverse(symbolic);
        FactorWork both = factor.plus(inverse);
        boolean measured = Forecast.EVALUATIONS * Rates.USUAL.seconds(both) > ComputationCost.WORTH_MEASURING;
        Rates rates = measured ? measuredRates() : Rates.USUAL;
        return new ComputationCost(
                forecast.flops(),
                factorBytes(data, symbolic, parameters),
                forecast.bytes(),
                ComputationCost.COMPILATION + PLACE * rates.entry() * pairs(data),
                rates.seconds(factor),
                rates.seconds(inverse),
                rates.serialSeconds(both),
                measured);
    }

    private Rates measuredRates() {
        DenseKernels kernels = Kernels.forWork(symbolic.widest(), forecast.flopsOfFit());
        return Rates.measure(symbolic, graph.pattern(), graph.family(), kernels);
    }

    /** The same, not used. */
    OrderSearch rejected() {
        return new OrderSearch(full, candidates, best, graph, symbolic, forecast, false);
    }
}
