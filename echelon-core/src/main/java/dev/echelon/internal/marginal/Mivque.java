package dev.echelon.internal.marginal;

import dev.echelon.covariance.Positions;
import dev.echelon.covariance.ResidualStructure;
import dev.echelon.internal.linalg.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * MIVQUE(0) of structures that are linear in their parameters: [tr(MV_iMV_k)]θ = [e'V_ie], M = I − X(X'X)⁻X' and e the
 * least-squares residuals. Computed as the expected information and the score of the likelihood at V = I. With all slots
 * of all subjects it is the REML estimate of {@code us}.
 *
 * <p><b>Source</b> Rao, Journal of the American Statistical Association 67 (1972) 112–115
 */
final class Mivque {
    private Mivque() {}

    /** The parameters of the R side; empty if the structure is not linear, has no identity or the equations no solution. */
    static double[] of(Problem problem) {
        ResidualStructure structure = problem.parameters().structure;
        int m = problem.rows().slotNames().size();
        if (!structure.linear()
                || m == 0
                || !problem.terms().isEmpty()
                || !problem.rows().variances().isEmpty()) {
            return new double[0];
        }
        double[] one = identity(structure, m);
        if (one.length == 0) {
            return one;
        }
        int k = problem.parameters().size();
        double[] theta = new double[k];
        for (int g = 0; g < problem.parameters().groups; g++) {
            System.arraycopy(one, 0, theta, g * one.length, one.length);
        }
        Evaluation evaluation = new Evaluation(problem.columns(), problem.evaluation().kernel, true, Kernels.java());
        Evaluation.Value at = evaluation.value(new Point(problem.parameters(), theta, List.of()));
        if (!Double.isFinite(at.objective())) {
            return new double[0];
        }
        Evaluation.Slopes slopes = evaluation.slopes(at);
        // at V = I the score is tr(MV_i) − e'V_ie, and tr(MV_i) = Σ_k tr(MV_iMV_k)θ_k with Σ_k V_kθ_k = I
        double[] right = SmallMatrices.multiply(k, k, 1, slopes.expected(), theta);
        for (int i = 0; i < k; i++) {
            right[i] -= slopes.gradient()[i];
        }
        double[] factor = slopes.expected().clone();
        if (Kernels.java().potrf(k, factor, 0, k) != 0) {
            return new double[0];
        }
        Kernels.java().trsmLeftLower(k, 1, factor, 0, k, right, 0, k);
        Kernels.java().trsmLeftLowerTransposed(k, 1, factor, 0, k, right, 0, k);
        return right;
    }

    /** θ with Σ(θ) = I, by least squares over the elements of Σ; empty if there is none. */
    private static double[] identity(ResidualStructure structure, int m) {
        int k = structure.parameterCount(m);
        Positions grid = Positions.grid(m);
        double[] d = new double[m * m * k];
        double[] one = new double[m * m];
        for (int i = 0; i < m; i++) {
            one[i * m + i] = 1;
        }
        double[] each = new double[m * m];
        double[] theta = new double[k];
        for (int i = 0; i < k; i++) {
            Arrays.fill(each, 0);
            structure.derivative(grid, theta, 0, i, each);
            System.arraycopy(each, 0, d, i * m * m, m * m);
        }
        double[] normal = SmallMatrices.multiplyTransposed(k, m * m, k, d, d);
        double[] right = SmallMatrices.multiplyTransposed(k, m * m, 1, d, one);
        if (Kernels.java().potrf(k, normal, 0, k) != 0) {
            return new double[0];
        }
        Kernels.java().trsmLeftLower(k, 1, normal, 0, k, right, 0, k);
        Kernels.java().trsmLeftLowerTransposed(k, 1, normal, 0, k, right, 0, k);
        double[] back = SmallMatrices.multiply(m * m, k, 1, d, right);
        for (int i = 0; i < one.length; i++) {
            if (Math.abs(back[i] - one[i]) > 1e-8) {
                return new double[0];
            }
        }
        return right;
    }
}
