package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.linalg.CpuClock;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import dev.echelon.internal.sparse.Symbolic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

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
    private final List<String> groups;
    private double planningSeconds;

    private EliminationPlan(Layout layout, Optional<OrderSearch> search, Forecast forecast, List<String> groups) {
        this.layout = layout;
        this.search = search;
        this.forecast = forecast;
        this.groups = groups;
    }

    /** Plans; nothing large is allocated but the graph of the levels, for as long as it is analysed. */
    public static EliminationPlan of(CrossProducts data, List<GroupingFactor> factors) {
        int parameters = new ThetaMap(factors).dimension();
        return of(data, factors, parameters, Factorisation.chosen());
    }

    static EliminationPlan of(CrossProducts data, List<GroupingFactor> factors, int parameters, Factorisation method) {
        long start = CpuClock.nanos();
        EliminationPlan plan = choose(data, factors, parameters, method);
        plan.planningSeconds = (CpuClock.nanos() - start) / 1e9;
        return plan;
    }

    private static EliminationPlan choose(
            CrossProducts data, List<GroupingFactor> factors, int parameters, Factorisation method) {
        Layout layout = Layout.of(data);
        List<String> groups = factors.stream().map(GroupingFactor::group).toList();
        BlockedCost blocked = BlockedCost.of(data, layout);
        Forecast dense = blocked.forecast();
        boolean crossed = layout.tail().length > 0;
        boolean possible = method == Factorisation.BLOCKED || blocked.indexable() && dense.fits();
        boolean search = method == Factorisation.SPARSE
                ? data.factors() > 0
                : method == Factorisation.AUTO && crossed && (!possible || blocked.deservesAnalysis());
        if (!search) {
            return new EliminationPlan(layout, Optional.empty(), dense, groups);
        }
        OrderSearch orders = OrderSearch.of(data, layout, blocked, parameters);
        boolean faster = orders.forecast().secondsPerValue() < 0.8 * dense.secondsPerValue();
        if (method == Factorisation.SPARSE || !possible || faster) {
            return new EliminationPlan(layout, Optional.of(orders), orders.forecast(), groups);
        }
        return new EliminationPlan(layout, Optional.of(orders.rejected()), dense, groups);
    }

    private String subject() {
        List<String> named = new ArrayList<>();
        for (int f : layout.chain()) {
            named.add("'" + groups.get(f) + "'");
        }
        for (int f : layout.tail()) {
            named.add("'" + groups.get(f) + "'");
        }
        return named.size() == 1
                ? "the levels of grouping factor " + named.get(0)
                : "the grouping factors " + String.join(", ", named);
    }

    /**
     * Allocates what the plan says.
     *
     * @throws dev.echelon.error.EchelonException if the plan needs more memory than there is
     */
    Elimination eliminate(CrossProducts data, ThetaMap map, int threads, boolean reml) {
        if (!forecast.fits()) {
            throw forecast.refusal(subject(), remedy(data));
        }
        if (isSparse()) {
            Symbolic symbolic = search.orElseThrow().symbolic();
            DenseKernels kernels = Kernels.forWork(symbolic.widest(), forecast.flopsOfFit());
            return new SparseElimination(data, search.orElseThrow().graph(), symbolic, map, kernels, threads);
        }
        double order = layout.rootSize();
        DenseKernels kernels = Kernels.forWork(layout.rootSize(), Forecast.EVALUATIONS * order * order * order);
        Supplier<Elimination> blocked = () -> new BlockedElimination(data, layout, map, kernels, threads);
        return OneFactorElimination.applies(data)
                ? new OneFactorElimination(data, kernels, threads, reml, blocked)
                : blocked.get();
    }

    /** What else would fit: leaving out rare levels of the largest factor of the tail. */
    private String remedy(CrossProducts data) {
        if (layout.tail().length == 0) {
            return "";
        }
        int factor = layout.tail()[0];
        CrossProducts.Block block = data.block(factor);
        for (int least : new int[] {2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
            double kept = 0;
            for (long count : block.counts()) {
                kept += count >= least ? block.effects() : 0;
            }
            if (8 * kept * kept + 16.0 * data.rows() < 0.8 * Forecast.available()) {
                return String.format(
                        Locale.ROOT,
                        ", compute it iteratively, or keep the %.0f levels of '%s' with at least %d rows",
                        kept / block.effects(),
                        groups.get(factor),
                        least);
            }
        }
        return "";
    }

    /** Chain, tail and root, whether or not the root is dense. */
    public Layout layout() {
        return layout;
    }

    /** Whether a sparse factor replaces the dense root. */
    public boolean isSparse() {
        return search.isPresent() && search.get().taken();
    }

    /** Bytes of the analysis of the sparse factor, which exists before anything else is allocated. */
    double symbolicBytes() {
        return search.map(orders -> orders.symbolic().bytes()).orElse(0.0);
    }

    /** The orders that were compared; empty if the root is plainly dense. */
    Optional<OrderSearch> search() {
        return search;
    }

    /** Operations, memory and time as decisions go by them: the same on every machine. */
    public Forecast forecast() {
        return forecast;
    }

    /** The same for this machine, whose speed is measured if a fit takes long: for reports, never for decisions. */
    public ComputationCost cost(CrossProducts data, List<GroupingFactor> factors) {
        return isSparse()
                ? search.orElseThrow().cost(data, new ThetaMap(factors).dimension())
                : BlockedCost.of(data, layout).cost();
    }

    /** Processor time that the plan took: a fit makes it again. */
    public double planningSeconds() {
        return planningSeconds;
    }

    /** The name of the order of elimination; empty if nothing was searched. */
    public String order() {
        return isSparse()
                ? search.orElseThrow()
                        .candidates()
                        .get(search.orElseThrow().best())
                        .name()
                : "";
    }
}
