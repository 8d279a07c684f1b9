package dev.echelon.internal.likelihood;

import dev.echelon.internal.sparse.SupernodalCholesky;
import dev.echelon.internal.sparse.Symbolic;
import dev.echelon.internal.sparse.TouchedSolve;

/**
 * {@link JointCovariance} by way of a sparse factor: w'Cw = ‖L⁻¹Λ'w‖², where only the panels are visited that the levels
 * of a row reach. One instance per thread.
 */
final class SparseJointCovariance implements JointCovariance {
    private final LevelGraph graph;
    private final Symbolic symbolic;
    private final TouchedSolve solve;

    SparseJointCovariance(LevelGraph graph, Symbolic symbolic, SupernodalCholesky cholesky, double[][] lambda) {
        this.graph = graph;
        this.symbolic = symbolic;
        this.solve = new TouchedSolve(cholesky, lambda);
    }

    @Override
    public double form(int[] levels, double[][] effects, double[] fixed, double[] product) {
        solve.reset();
        for (int f = 0; f < levels.length; f++) {
            if (levels[f] >= 0) {
                solve.load(symbolic.column(graph.first()[f] + levels[f]), effects[f]);
            }
        }
        return solve.form(fixed, product);
    }
}
