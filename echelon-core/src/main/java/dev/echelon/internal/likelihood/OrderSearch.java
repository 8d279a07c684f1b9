package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.sparse.OrderCost;
import dev.echelon.internal.sparse.Ordering;
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
        if (room) {
            orders.add(Ordering.minimumDegree(graph.pattern()));
            candidates.add(new Candidate("minimum degree", cost(graph, orders.get(orders.size() - 1), border)));
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

    private static OrderCost cost(LevelGraph graph, int[] order, int border) {
        return OrderCost.of(graph.pattern(), order, border);
    }

    private static Forecast forecast(CrossProducts data, Symbolic symbolic, OrderCost cost, int parameters) {
        double entries = 0;
        for (int f = 0; f < data.factors(); f++) {
            for (int g = f + 1; g < data.factors(); g++) {
                entries += data.coupling(f, g).entries();
            }
        }
        double bytes = symbolic.bytes() + 4 * entries + 2.0 * 8 * parameters * symbolic.columns();
        return new Forecast(cost.flops(), bytes, cost.seconds() + 0.3e-6 * symbolic.panels());
    }

    /** The same, not used. */
    OrderSearch rejected() {
        return new OrderSearch(full, candidates, best, graph, symbolic, forecast, false);
    }
}
