package dev.echelon.internal.marginal;

import dev.echelon.internal.inference.FixedEffectMoments;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sums over pairs of parameters for several informations, each computed when it is first asked for: most fits never
 * need them and no fit needs all, unless it is saved. Until all are known this holds the rows as the kernel has them.
 */
final class LazyContractions extends AbstractList<FixedEffectMoments.Contraction> {
    private final List<double[]> informations;
    private final FixedEffectMoments.@Nullable Contraction[] known;
    private @Nullable Function<double[], FixedEffectMoments.Contraction> compute;
    private int missing;

    LazyContractions(List<double[]> informations, Function<double[], FixedEffectMoments.Contraction> compute) {
        this.informations = informations;
        this.compute = compute;
        missing = informations.size();
        known = new FixedEffectMoments.Contraction[missing];
    }

    @Override
    public int size() {
        return known.length;
    }

    @Override
    public synchronized FixedEffectMoments.Contraction get(int index) {
        FixedEffectMoments.Contraction found = known[Objects.checkIndex(index, known.length)];
        if (found == null) {
            found = Objects.requireNonNull(compute).apply(informations.get(index));
            known[index] = found;
            missing--;
            compute = missing == 0 ? null : compute;
        }
        return found;
    }
}
