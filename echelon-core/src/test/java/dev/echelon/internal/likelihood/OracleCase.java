package dev.echelon.internal.likelihood;

import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Aliasing;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A small design together with its likelihood, and points at which to look at both. */
final class OracleCase {
    final String name;
    final Design design;
    final List<GroupingFactor> factors;
    final Conditioning conditioning;
    final int[] kept;
    final CrossProducts data;
    final ProfiledLikelihood likelihood;
    final boolean reml;
    private final String formula;
    private final Table table;
    private final String weights;

    OracleCase(String name, String formula, Table table, String weights, boolean reml) {
        this(name, formula, table, weights, reml, Factorisation.AUTO);
    }

    OracleCase(String name, String formula, Table table, String weights, boolean reml, Factorisation method) {
        this.name = name + (reml ? ", REML" : ", ML") + (method == Factorisation.AUTO ? "" : ", " + method);
        this.formula = formula;
        this.table = table;
        this.weights = weights;
        EncodingOptions options = EncodingOptions.DEFAULTS;
        Encoding.Training training = Encoding.train(
                Formula.parse(formula), table, weights.isEmpty() ? options : options.withWeights(weights));
        this.design = training.rows().design();
        this.factors = GroupingFactor.of(design);
        this.conditioning = Conditioning.learn(design, factors);
        CrossProducts all = CrossProducts.of(design, factors, conditioning);
        this.kept = Aliasing.of(all).kept();
        this.reml = reml;
        this.data = all.withFixedColumns(kept);
        this.likelihood = new ProfiledLikelihood(data, factors, reml, 1, method);
    }

    /** The same case by a sparse factor. */
    OracleCase sparse() {
        return new OracleCase(name, formula, table, weights, reml, Factorisation.SPARSE);
    }

    /** Random θ, with negative signs, with zeros, tiny and all zero; fewer where V is large. */
    List<double[]> points() {
        int n = likelihood.dimension();
        SplittableRandom random = new SplittableRandom(20_240_601);
        List<double[]> points = new ArrayList<>();
        points.add(likelihood.start());
        for (int which = 0; which < 4; which++) {
            double[] x = new double[n];
            for (int k = 0; k < n; k++) {
                x[k] = 0.2 + random.nextDouble() * 1.3;
                x[k] *= which == 1 && random.nextBoolean() ? -1 : 1;
                x[k] = which == 2 && random.nextBoolean() ? 0 : x[k];
                x[k] = which == 3 ? 1e-6 * x[k] : x[k];
            }
            points.add(x);
        }
        points.add(new double[n]);
        return design.response().length > 150 ? points.subList(2, 5) : points;
    }

    /** The oracle at a point of the likelihood. */
    DenseOracle oracle(double[] x) {
        double[][] sigmas = new double[design.random().size()][];
        List<ThetaMap.Slot> slots = likelihood.map().slots();
        for (int t = 0; t < sigmas.length; t++) {
            ThetaMap.Slot slot = slots.get(t);
            double[] relative = new double[slot.width() * slot.width()];
            slot.covariance().covariance(slot.width(), x, slot.theta(), relative);
            sigmas[t] = Congruence.apply(slot.width(), map(t), relative);
        }
        return new DenseOracle(design, sigmas, reml);
    }

    /** The map M of a term: b = s_y·M·b*. */
    double[] map(int index) {
        int factor = likelihood.map().slots().get(index).factor();
        GroupingFactor.Term term = factors.get(factor).terms().stream()
                .filter(candidate -> candidate.index() == index)
                .findFirst()
                .orElseThrow();
        return conditioning.effectsMap(factor, term);
    }

    @Override
    public String toString() {
        return name;
    }
}
