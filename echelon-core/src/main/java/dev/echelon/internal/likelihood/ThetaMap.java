package dev.echelon.internal.likelihood;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parameters belong to which term: θ is the concatenation of the terms' parameters in the order of the formula, and
 * a factor's Σ is block diagonal over its terms.
 */
public final class ThetaMap {

    /**
     * One term.
     *
     * @param factor its grouping factor
     * @param offset of its effects among the factor's
     * @param width how many effects
     * @param theta first parameter
     * @param parameters how many
     */
    public record Slot(int factor, int offset, int width, Covariance covariance, int theta, int parameters) {}

    private final List<Slot> slots;
    private final int[] effects;
    private final int dimension;

    /** The map of these factors. */
    public ThetaMap(List<GroupingFactor> factors) {
        int terms = factors.stream().mapToInt(f -> f.terms().size()).sum();
        List<Slot> byTerm = new ArrayList<>();
        int theta = 0;
        for (int index = 0; index < terms; index++) {
            for (int f = 0; f < factors.size(); f++) {
                for (GroupingFactor.Term term : factors.get(f).terms()) {
                    if (term.index() == index) {
                        int count = term.covariance().parameterCount(term.width());
                        byTerm.add(new Slot(f, term.offset(), term.width(), term.covariance(), theta, count));
                        theta += count;
                    }
                }
            }
        }
        this.slots = List.copyOf(byTerm);
        this.dimension = theta;
        this.effects = factors.stream().mapToInt(GroupingFactor::effects).toArray();
    }

    /** One slot per term, in the order of the formula. */
    public List<Slot> slots() {
        return slots;
    }

    /** Number of parameters. */
    public int dimension() {
        return dimension;
    }

    /** One zero q×q matrix per factor. */
    public double[][] matrices() {
        double[][] matrices = new double[effects.length][];
        for (int f = 0; f < effects.length; f++) {
            matrices[f] = new double[effects[f] * effects[f]];
        }
        return matrices;
    }

    /** Number of factors. */
    int factors() {
        return effects.length;
    }

    /** Number of effects of a factor. */
    public int effects(int factor) {
        return effects[factor];
    }

    /** Writes λ(θ) of every factor; false outside the domain. */
    public boolean factors(double[] theta, double[][] lambda) {
        for (int s = 0; s < slots.size(); s++) {
            Slot slot = slots.get(s);
            int q = effects[slot.factor];
            if (slot.width == q) {
                if (!slot.covariance.factor(q, theta, slot.theta, lambda[slot.factor])) {
                    return false;
                }
                continue;
            }
            double[] part = new double[slot.width * slot.width];
            if (!slot.covariance.factor(slot.width, theta, slot.theta, part)) {
                return false;
            }
            for (int k = 0; k < slot.width; k++) {
                System.arraycopy(
                        part, k * slot.width, lambda[slot.factor], (slot.offset + k) * q + slot.offset, slot.width);
            }
        }
        return true;
    }
}
