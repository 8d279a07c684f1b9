package dev.echelon.internal.intervals;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.predict.FittedModel;

/**
 * The profile of a fixed effect: β_j = b is imposed on the cross-products. In the conditioned scale β_j = t'β* + c, so
 * β_j* = (b − c − Σ_{k≠j} t_kβ_k*)/t_j is put into X*β*; what is left has p − 1 columns and another response.
 */
final class CoefficientProfile implements Profile {
    private final Optimised optimum;
    private final FittedModel model;
    private final int coefficient;
    private final double[] row;
    private final double constant;
    private final double estimate;
    private final double error;
    private double[] theta = new double[0];

    CoefficientProfile(Optimised optimum, int coefficient, double estimate, double error) {
        this.optimum = optimum;
        this.model = optimum.model();
        this.coefficient = coefficient;
        this.estimate = estimate;
        this.error = error;
        int p = model.kept().length;
        double[] map = model.conditioning().fixedMap(model.kept());
        this.row = new double[p];
        for (int k = 0; k < p; k++) {
            row[k] = map[k * p + coefficient];
        }
        this.constant = model.conditioning().fixedEffects(new double[p], model.kept())[coefficient];
    }

    @Override
    public double estimate() {
        return estimate;
    }

    @Override
    public double reach() {
        return 2 * error;
    }

    @Override
    public double lower() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public double upper() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public double lowest() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public void restart() {
        theta = optimum.start();
    }

    @Override
    public double deviance(double psi) {
        ProfiledLikelihood likelihood = new ProfiledLikelihood(constrained(psi), model.factors(), false);
        Optimum found = Optimised.minimise(likelihood, theta);
        theta = found.point();
        return found.value();
    }

    private CrossProducts constrained(double b) {
        int p = row.length;
        int r = p + 1;
        double[] map = new double[r * p];
        int column = 0;
        for (int k = 0; k < p; k++) {
            if (k != coefficient) {
                map[column * r + k] = 1;
                map[column * r + coefficient] = -row[k] / row[coefficient];
                column++;
            }
        }
        map[column * r + p] = 1;
        map[column * r + coefficient] = -(b - constant) / row[coefficient];
        return model.data().withFixedMap(map, p);
    }
}
