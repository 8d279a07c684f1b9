package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import dev.echelon.internal.sparse.Symbolic;
import java.util.List;
import java.util.Optional;

/**
 * How the equations will be eliminated, decided from the pattern of the data alone, and what that will cost: nested
 * factors by blocks over one dense root, or a sparse factor under the cheapest of several orders of all levels.
 *
 * <p><b>Source</b> docs/math/sparse.md#choice
 */
public final class EliminationPlan {
    private final Layout layout;
    private final Optional<OrderSearch> search;
    private final Forecast forecast;

    private EliminationPlan(Layout layout, Optional<OrderSearch> search, Forecast forecast) {
        this.layout = layout;
        this.search = search;
        this.forecast = forecast;
    }

    /**
     * Plans, and refuses what memory cannot hold.
     *
     * @throws dev.echelon.error.EchelonException if the plan needs more memory than there is
     */
    static EliminationPlan of(CrossProducts data, List<GroupingFactor> factors, int parameters, Factorisation method) {
        Layout layout = Layout.of(data);
        BlockedCost blocked = BlockedCost.of(data, layout);
        Forecast dense = blocked.forecast();
        boolean crossed = layout.tail().length > 0;
        boolean fits = blocked.indexable() && dense.bytes() <= Forecast.available();
        boolean search = method == Factorisation.SPARSE
                ? data.factors() > 0
                : method == Factorisation.AUTO && crossed && (!fits || blocked.mayBeMostlyZero());
        if (!search) {
            dense.require(subject(layout, factors), "");
            return new EliminationPlan(layout, Optional.empty(), dense);
        }
        OrderSearch orders = OrderSearch.of(data, layout, parameters);
        boolean faster = orders.forecast().secondsPerValue() < 0.8 * dense.secondsPerValue();
        if (method == Factorisation.SPARSE || !fits || faster) {
            orders.forecast().require(subject(layout, factors), orders.remedy(data, factors));
            return new EliminationPlan(layout, Optional.of(orders), orders.forecast());
        }
        return new EliminationPlan(layout, Optional.of(orders.rejected()), dense);
    }

    private static String subject(Layout layout, List<GroupingFactor> factors) {
        List<String> groups = new java.util.ArrayList<>();
        for (int f : layout.chain()) {
            groups.add("'" + factors.get(f).group() + "'");
        }
        for (int f : layout.tail()) {
            groups.add("'" + factors.get(f).group() + "'");
        }
        return groups.size() == 1
                ? "the levels of grouping factor " + groups.get(0)
                : "the grouping factors " + String.join(", ", groups);
    }

    /** Allocates what the plan says. */
    Elimination eliminate(CrossProducts data, ThetaMap map, int threads, boolean reml) {
        if (isSparse()) {
            Symbolic symbolic = search.orElseThrow().symbolic();
            DenseKernels kernels = Kernels.forWork(symbolic.widest(), forecast.flopsOfFit());
            return new SparseElimination(data, search.orElseThrow().graph(), symbolic, map, kernels, threads);
        }
        double order = layout.rootSize();
        DenseKernels kernels = Kernels.forWork(layout.rootSize(), Forecast.EVALUATIONS * order * order * order);
        return new BlockedElimination(data, layout, map, kernels, threads, reml);
    }

    /** Chain, tail and root, whether or not the root is dense. */
    public Layout layout() {
        return layout;
    }

    /** Whether a sparse factor replaces the dense root. */
    public boolean isSparse() {
        return search.isPresent() && search.get().taken();
    }

    /** The orders that were compared; empty if the root is plainly dense. */
    Optional<OrderSearch> search() {
        return search;
    }

    /** Operations, memory and time. */
    public Forecast forecast() {
        return forecast;
    }
}
