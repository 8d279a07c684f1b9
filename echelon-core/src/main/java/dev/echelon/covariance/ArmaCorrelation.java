package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Autoregressive moving averages: y_t = Σ φ_k y_(t−k) + e_t + Σ θ_k e_(t−k), stationary and invertible, signs as in
 * Box and Jenkins and in nlme. Autocovariances are those of the equations of Yule and Walker, solved with their
 * derivatives (Brockwell and Davis, Time Series, section 3.3).
 */
final class ArmaCorrelation implements ResidualStructure {

    private final int p;
    private final int q;

    ArmaCorrelation(int p, int q) {
        this.p = p;
        this.q = q;
    }

    @Override
    public String name() {
        return "arma";
    }

    @Override
    public String label() {
        return "ARMA(" + p + "," + q + ")";
    }

    @Override
    public String formula() {
        return "ρ_|i−j|(φ, θ)";
    }

    @Override
    public Needs needs() {
        return Needs.LAGS;
    }

    @Override
    public int parameterCount(int slots) {
        return p + q;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        List<String> names = new ArrayList<>();
        IntStream.rangeClosed(1, p).forEach(k -> names.add("phi" + k));
        IntStream.rangeClosed(1, q).forEach(k -> names.add("theta" + k));
        return List.copyOf(names);
    }

    @Override
    public int order(int slots, int k) {
        return 0;
    }

    @Override
    public boolean linear() {
        return false;
    }

    @Override
    public boolean covariance(Positions at, double[] theta, int offset, double[] sigma) {
        double[] average = new double[q];
        for (int k = 0; k < q; k++) {
            average[k] = -theta[offset + p + k];
        }
        if (!rootsOutside(theta, offset, p) || !rootsOutside(average, 0, q)) {
            return false;
        }
        Jet[] c = autocorrelations(at, theta, offset);
        PairwiseStructure.fill(at, sigma, (i, j) -> c[lag(at, i, j)].value());
        return true;
    }

    @Override
    public void derivative(Positions at, double[] theta, int offset, int k, double[] dSigma) {
        Jet[] c = autocorrelations(at, theta, offset);
        PairwiseStructure.fill(at, dSigma, (i, j) -> c[lag(at, i, j)].derivative(k));
    }

    @Override
    public boolean secondDerivative(Positions at, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        Jet[] c = autocorrelations(at, theta, offset);
        PairwiseStructure.fill(at, d2Sigma, (i, j) -> c[lag(at, i, j)].secondDerivative(k, l));
        return true;
    }

    private static int lag(Positions at, int i, int j) {
        return (int) Math.abs(at.coordinate(i, 0) - at.coordinate(j, 0));
    }

    /** ρ_0 = 1, …, up to the longest lag, with derivatives by φ and θ. Cost: longest lag × p × (p + q)². */
    private Jet[] autocorrelations(Positions at, double[] theta, int offset) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < at.size(); i++) {
            least = Math.min(least, at.coordinate(i, 0));
            most = Math.max(most, at.coordinate(i, 0));
        }
        Jet[] phi = variables(theta, offset, 0, p);
        Jet[] right = innovations(phi, variables(theta, offset, p, q));
        int longest = at.size() == 0 ? 0 : (int) (most - least);
        Jet[] gamma = new Jet[Math.max(p, longest) + 1];
        System.arraycopy(yuleWalker(phi, right), 0, gamma, 0, p + 1);
        for (int d = p + 1; d < gamma.length; d++) {
            Jet sum = d <= q ? right[d] : Jet.constant(0, p + q);
            for (int k = 1; k <= p; k++) {
                sum = sum.plus(phi[k - 1].times(gamma[d - k]));
            }
            gamma[d] = sum;
        }
        Jet variance = gamma[0];
        for (int d = 0; d < gamma.length; d++) {
            gamma[d] = gamma[d].over(variance);
        }
        return gamma;
    }

    private Jet[] variables(double[] theta, int offset, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(k -> Jet.variable(theta[offset + k], k, p + q))
                .toArray(Jet[]::new);
    }

    /** Σ_(j≥d) θ_j ψ_(j−d) for d = 0, …, max(p, q), with θ_0 = 1 and ψ the weights of the process on its innovations. */
    private Jet[] innovations(Jet[] phi, Jet[] theta) {
        Jet[] weights = new Jet[q + 1];
        Jet one = Jet.constant(1, p + q);
        for (int j = 0; j <= q; j++) {
            Jet sum = j == 0 ? one : theta[j - 1];
            for (int k = 1; k <= Math.min(j, p); k++) {
                sum = sum.plus(phi[k - 1].times(weights[j - k]));
            }
            weights[j] = sum;
        }
        Jet[] right = new Jet[Math.max(p, q) + 1];
        for (int d = 0; d < right.length; d++) {
            Jet sum = Jet.constant(0, p + q);
            for (int j = d; j <= q; j++) {
                sum = sum.plus((j == 0 ? one : theta[j - 1]).times(weights[j - d]));
            }
            right[d] = sum;
        }
        return right;
    }

    /** Solves γ_d − Σ_k φ_k γ_|d−k| = right_d for γ_0, …, γ_p. */
    private Jet[] yuleWalker(Jet[] phi, Jet[] right) {
        int n = p + 1;
        Jet[][] a = new Jet[n][n + 1];
        for (int d = 0; d < n; d++) {
            for (int k = 0; k < n; k++) {
                a[d][k] = Jet.constant(d == k ? 1 : 0, p + q);
            }
            for (int k = 1; k <= p; k++) {
                int column = Math.abs(d - k);
                a[d][column] = a[d][column].minus(phi[k - 1]);
            }
            a[d][n] = right[d];
        }
        return solve(a);
    }

    /** Gauss–Jordan elimination with row interchanges. */
    private static Jet[] solve(Jet[][] a) {
        int n = a.length;
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) {
                pivot = Math.abs(a[r][c].value()) > Math.abs(a[pivot][c].value()) ? r : pivot;
            }
            Jet[] row = a[pivot];
            a[pivot] = a[c];
            a[c] = row;
            for (int r = 0; r < n; r++) {
                if (r != c) {
                    Jet ratio = a[r][c].over(row[c]);
                    for (int k = c; k <= n; k++) {
                        a[r][k] = a[r][k].minus(ratio.times(row[k]));
                    }
                }
            }
        }
        Jet[] x = new Jet[n];
        for (int r = 0; r < n; r++) {
            x[r] = a[r][n].over(a[r][r]);
        }
        return x;
    }

    /** Whether 1 − Σ c_k z^k has no root in the unit disc: all partial autocorrelations are below 1 (Durbin–Levinson). */
    private static boolean rootsOutside(double[] coefficients, int offset, int order) {
        double[] c = Arrays.copyOfRange(coefficients, offset, offset + order);
        for (int m = order; m > 0; m--) {
            double partial = c[m - 1];
            if (!(Math.abs(partial) < 1)) {
                return false;
            }
            double[] lower = new double[m - 1];
            for (int k = 0; k < m - 1; k++) {
                lower[k] = (c[k] + partial * c[m - 2 - k]) / (1 - partial * partial);
            }
            c = lower;
        }
        return true;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        double rho = Moments.correlationAtLag(moments, 1);
        double inside = Double.isFinite(rho) ? Math.max(-0.8, Math.min(0.8, rho)) : 0;
        set(p > 0 ? inside : 0, p > 0 ? 0 : inside / 2, theta, offset);
    }

    /** Writes the first coefficients of both kinds and zeros for the others. */
    private void set(double phi, double average, double[] theta, int offset) {
        for (int k = 0; k < p + q; k++) {
            theta[offset + k] = k == 0 && p > 0 ? phi : k == p && q > 0 ? average : 0;
        }
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        List<double[]> starts = new ArrayList<>();
        for (double[] pair : new double[][] {{0.8, -0.4}, {-0.4, 0.2}, {0.2, 0.4}}) {
            double[] theta = new double[p + q];
            set(pair[0], pair[1], theta, 0);
            starts.add(theta);
        }
        return starts;
    }
}
