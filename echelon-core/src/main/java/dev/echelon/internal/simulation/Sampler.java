package dev.echelon.internal.simulation;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Draws the cross-products of one bootstrap sample. Shared by threads. */
interface Sampler {

    /** The cross-products of a new sample. */
    CrossProducts sample(UniformRandomProvider random);

    /** The factors of cross-products that may have other numbers of levels than those of the fit. */
    static List<GroupingFactor> factors(CrossProducts data, List<GroupingFactor> fitted) {
        List<GroupingFactor> factors = new ArrayList<>();
        for (int f = 0; f < fitted.size(); f++) {
            GroupingFactor factor = fitted.get(f);
            factors.add(new GroupingFactor(factor.group(), data.block(f).levels(), new int[0], factor.terms()));
        }
        return factors;
    }
}
