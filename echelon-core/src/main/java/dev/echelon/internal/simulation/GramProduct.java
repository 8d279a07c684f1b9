package dev.echelon.internal.simulation;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.predict.FittedModel;

/** The product of G = [Z X]'W[Z X] with coefficients a = (b, β), in the conditioned scale. */
final class GramProduct {
    private final CrossProducts data;
    private final double[][] effects;
    private final double[] beta;

    private GramProduct(CrossProducts data, double[][] effects, double[] beta) {
        this.data = data;
        this.effects = effects;
        this.beta = beta;
    }

    /** β̂* from β̂ = Tβ̂* + constant. */
    static double[] conditioned(FittedModel model) {
        int p = model.kept().length;
        double[] map = model.conditioning().fixedMap(model.kept());
        double[] constants = model.conditioning().fixedEffects(new double[p], model.kept());
        double[] beta = new double[p];
        int shifted = -1;
        for (int k = 0; k < p; k++) {
            if (model.kept()[k] == model.conditioning().intercept()) {
                shifted = k;
            } else {
                beta[k] = (model.beta()[k] - constants[k]) / map[k * p + k];
            }
        }
        if (shifted >= 0) {
            double rest = model.beta()[shifted] - constants[shifted];
            for (int k = 0; k < p; k++) {
                rest -= k == shifted ? 0 : map[k * p + shifted] * beta[k];
            }
            beta[shifted] = rest / map[shifted * p + shifted];
        }
        return beta;
    }

    /**
     * Ga: writes the parts of the factors, returns that of X.
     *
     * @param effects b of each factor, its terms side by side
     * @param products receives one array for each factor
     */
    static double[] of(CrossProducts data, double[][] effects, double[] beta, double[][] products) {
        double[] fixed = new double[beta.length];
        new GramProduct(data, effects, beta).multiply(products, fixed);
        return fixed;
    }

    private void multiply(double[][] products, double[] fixed) {
        int p = beta.length;
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                fixed[i] += data.fixed()[Math.min(i, k) * (p + 1) + Math.max(i, k)] * beta[k];
            }
        }
        for (int f = 0; f < products.length; f++) {
            products[f] = new double[effects[f].length];
        }
        for (int f = 0; f < products.length; f++) {
            addOwn(f, products[f], fixed);
            for (int g = f + 1; g < products.length; g++) {
                addCoupling(data.coupling(f, g), products, f, g);
            }
        }
    }

    private void addOwn(int f, double[] product, double[] fixed) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        int p = beta.length;
        for (int j = 0; j < block.levels(); j++) {
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    product[j * q + a] += block.own()[(j * q + b) * q + a] * effects[f][j * q + b];
                }
            }
            for (int k = 0; k < p; k++) {
                int at = (j * (p + 1) + k) * q;
                for (int a = 0; a < q; a++) {
                    product[j * q + a] += block.withFixed()[at + a] * beta[k];
                    fixed[k] += block.withFixed()[at + a] * effects[f][j * q + a];
                }
            }
        }
    }

    private void addCoupling(CrossProducts.Coupling coupling, double[][] products, int f, int g) {
        int qf = data.block(f).effects();
        int qg = data.block(g).effects();
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int t = coupling.level()[e];
                for (int b = 0; b < qg; b++) {
                    for (int a = 0; a < qf; a++) {
                        double x = coupling.values()[(e * qg + b) * qf + a];
                        products[f][j * qf + a] += x * effects[g][t * qg + b];
                        products[g][t * qg + b] += x * effects[f][j * qf + a];
                    }
                }
            }
        }
    }
}
