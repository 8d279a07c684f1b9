package dev.echelon.internal.likelihood;

import dev.echelon.internal.sparse.SelectedInverse;
import dev.echelon.internal.sparse.SupernodalCholesky;
import dev.echelon.internal.sparse.Symbolic;
import dev.echelon.internal.sparse.TouchedSolve;

/**
 * {@link JointCovariance} by way of a sparse factor. A few forms are w'Cw = ‖L⁻¹Λ'w‖², where only the panels are visited
 * that the levels of a row reach. For many, as of all rows of the data, the selected inverse is computed once and has the
 * blocks of C of levels that occur together.
 *
 * <p><b>Cost</b> of each of the first {@value #FEW} forms, and of each whose levels do not occur together, the panels on the
 * way to the root; of others the square of its effects, times the number of columns that an eliminated level of one effect
 * is connected with. One instance per thread.
 */
final class SparseJointCovariance implements JointCovariance {
    /** So many solutions cost less than the inverse. */
    private static final int FEW = 50;

    private final LevelGraph graph;
    private final Symbolic symbolic;
    private final TouchedSolve solve;
    private final SelectedInverse inverse;
    private final double[][] lambda;
    private final int[] columns;
    private int asked;

    SparseJointCovariance(
            LevelGraph graph,
            Symbolic symbolic,
            SupernodalCholesky cholesky,
            SelectedInverse inverse,
            double[][] lambda) {
        this.graph = graph;
        this.symbolic = symbolic;
        this.solve = new TouchedSolve(cholesky, lambda);
        this.inverse = inverse;
        this.lambda = lambda;
        this.columns = new int[graph.first().length - 1]; // one per factor
    }

    @Override
    public double form(int[] levels, double[][] effects, double[] fixed, double[] product) {
        for (int f = 0; f < levels.length; f++) {
            columns[f] = levels[f] < 0 ? -1 : symbolic.column(graph.first()[f] + levels[f]);
        }
        if (asked < FEW && ++asked == FEW) {
            inverse.compute(lambda, true);
        }
        return asked == FEW && isConnected()
                ? selectedForm(effects, fixed, product)
                : solvedForm(effects, fixed, product);
    }

    private boolean isConnected() {
        for (int f = 0; f < columns.length; f++) {
            for (int g = 0; g < f && columns[f] >= 0; g++) {
                if (columns[g] >= 0
                        && !inverse.has(Math.min(columns[f], columns[g]), Math.max(columns[f], columns[g]))) {
                    return false;
                }
            }
        }
        return true;
    }

    private double solvedForm(double[][] effects, double[] fixed, double[] product) {
        solve.reset();
        for (int f = 0; f < columns.length; f++) {
            if (columns[f] >= 0) {
                solve.load(columns[f], effects[f]);
            }
        }
        return solve.form(fixed, product);
    }

    private double selectedForm(double[][] effects, double[] fixed, double[] product) {
        double sum = 0;
        for (int k = 0; k < fixed.length; k++) {
            double c = 0;
            for (int h = 0; h < fixed.length; h++) {
                c += inverse.betweenFixed(k, h) * fixed[h];
            }
            sum += c * fixed[k];
            double crossed = 0;
            for (int f = 0; f < columns.length; f++) {
                for (int a = 0; columns[f] >= 0 && a < effects[f].length; a++) {
                    crossed += inverse.getFixed(columns[f] + a, k) * effects[f][a];
                }
            }
            sum += 2 * crossed * fixed[k];
            if (product.length > 0) {
                product[k] = c + crossed;
            }
        }
        for (int f = 0; f < columns.length; f++) {
            for (int g = 0; g <= f && columns[f] >= 0; g++) {
                sum += columns[g] < 0 ? 0 : (f == g ? 1 : 2) * between(f, g, effects);
            }
        }
        return sum;
    }

    /** z_f'C_fg z_g of the levels of two factors. */
    private double between(int f, int g, double[][] effects) {
        double sum = 0;
        for (int b = 0; b < effects[g].length; b++) {
            for (int a = 0; a < effects[f].length; a++) {
                int row = columns[f] + a;
                int column = columns[g] + b;
                double weight = effects[f][a] * effects[g][b];
                sum += weight == 0 ? 0 : weight * inverse.get(Math.min(row, column), Math.max(row, column));
            }
        }
        return sum;
    }
}
