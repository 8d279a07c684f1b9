package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.List;

/**
 * A few factors and specific variances: Σ_ij = Σ_k λ_ik λ_jk + ψ_i·1(i=j), λ_ik = 0 for i < k. Loadings row by row, then
 * specific variances: one for each slot (FA), one for all (FA1), or none (FA0).
 */
final class FactorAnalyticResiduals extends PairwiseStructure {

    /** What the specific variances are. */
    enum Specific {
        EACH("fa", "FA", " + ψ_i·1(i=j)"),
        COMMON("fa1", "FA1", " + ψ·1(i=j)"),
        NONE("fa0", "FA0", "");

        private final String name;
        private final String label;
        private final String formula;

        Specific(String name, String label, String formula) {
            this.name = name;
            this.label = label;
            this.formula = formula;
        }
    }

    private final int rank;
    private final Specific specific;

    FactorAnalyticResiduals(int rank, Specific specific) {
        this.rank = rank;
        this.specific = specific;
    }

    @Override
    public String name() {
        return specific.name;
    }

    @Override
    public String label() {
        return specific.label + "(" + rank + ")";
    }

    @Override
    public String formula() {
        return "Σ_(k≤" + rank + ") λ_ik λ_jk" + specific.formula;
    }

    @Override
    public Needs needs() {
        return Needs.SLOTS;
    }

    @Override
    public int parameterCount(int slots) {
        return loadings(slots)
                + switch (specific) {
                    case EACH -> slots;
                    case COMMON -> 1;
                    case NONE -> 0;
                };
    }

    /** The number of loadings of the first {@code slots} slots. */
    private int loadings(int slots) {
        int full = Math.min(slots, rank);
        return full * (full + 1) / 2 + (slots - full) * rank;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            for (int k = 0; k < factors(i); k++) {
                names.add("loading(" + slots.get(i) + ", " + (k + 1) + ")");
            }
        }
        switch (specific) {
            case EACH -> slots.forEach(slot -> names.add("specific(" + slot + ")"));
            case COMMON -> names.add("specific");
            case NONE -> {}
        }
        return List.copyOf(names);
    }

    @Override
    public int order(int slots, int k) {
        return k < loadings(slots) ? 1 : 2;
    }

    @Override
    public double lowerBound(int slots, int k) {
        return k < loadings(slots) ? Double.NEGATIVE_INFINITY : 0;
    }

    /** How many factors slot i has loadings on. */
    private int factors(int i) {
        return Math.min(i + 1, rank);
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        for (int k = loadings(slots); k < parameterCount(slots); k++) {
            if (!(theta[offset + k] >= 0)) {
                return false;
            }
        }
        return true;
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        int a = loadings(at.slot(i));
        int b = loadings(at.slot(j));
        double sum = 0;
        for (int k = 0; k < Math.min(factors(at.slot(i)), factors(at.slot(j))); k++) {
            sum += theta[offset + a + k] * theta[offset + b + k];
        }
        int psi = specific(at, i, j);
        return psi < 0 ? sum : sum + theta[offset + psi];
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int p) {
        if (p >= loadings(at.slots())) {
            return specific(at, i, j) == p ? 1 : 0;
        }
        return partner(at.slot(i), at.slot(j), theta, offset, p) + partner(at.slot(j), at.slot(i), theta, offset, p);
    }

    /** The loading that multiplies loading p of slot a in an entry beside slot b; 0 if none does. */
    private double partner(int a, int b, double[] theta, int offset, int p) {
        int k = p - loadings(a);
        return k >= 0 && k < factors(a) && k < factors(b) ? theta[offset + loadings(b) + k] : 0;
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int p, int q) {
        return pair(at.slot(i), at.slot(j), p, q) + pair(at.slot(i), at.slot(j), q, p);
    }

    private int pair(int a, int b, int p, int q) {
        int k = p - loadings(a);
        int l = q - loadings(b);
        return k == l && k >= 0 && k < factors(a) && k < factors(b) ? 1 : 0;
    }

    @Override
    boolean bends(int slots, int p, int q) {
        return Math.max(p, q) < loadings(slots);
    }

    /** The parameter that is the specific variance of an entry; negative if it has none. */
    private int specific(Positions at, int i, int j) {
        if (specific == Specific.NONE || !same(at, i, j)) {
            return -1;
        }
        return loadings(at.slots()) + (specific == Specific.EACH ? at.slot(i) : 0);
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        start(moments, 0.4, theta, offset);
    }

    /** Loadings from the Cholesky factor of the moments without a share of their diagonal. */
    private void start(ResidualMoments moments, double share, double[] theta, int offset) {
        int m = moments.slots();
        double[] sigma = moments(moments);
        double[] common = sigma.clone();
        for (int i = 0; i < m && specific != Specific.NONE; i++) {
            common[i * (m + 1)] *= 1 - share;
        }
        double[] lambda = new double[m * m];
        Cholesky.semidefinite(m, common, lambda);
        double total = 0;
        for (int i = 0; i < m; i++) {
            double rest = sigma[i * (m + 1)];
            for (int k = 0; k < factors(i); k++) {
                // a factor without loadings would be a stationary point
                double loading = lambda[k * (m + 1)] > 0 ? lambda[i + k * m] : 0.1 * Math.sqrt(sigma[i * (m + 1)]);
                theta[offset + loadings(i) + k] = loading;
                rest -= loading * loading;
            }
            double psi = Math.max(rest, 0.2 * sigma[i * (m + 1)]);
            total += psi / m;
            if (specific == Specific.EACH) {
                theta[offset + loadings(m) + i] = psi;
            }
        }
        if (specific == Specific.COMMON) {
            theta[offset + loadings(m)] = total;
        }
    }

    /** A positive definite matrix near the moments. */
    private static double[] moments(ResidualMoments moments) {
        int m = moments.slots();
        UnstructuredResiduals all = new UnstructuredResiduals(Integer.MAX_VALUE);
        double[] theta = new double[all.parameterCount(m)];
        all.start(moments, theta, 0);
        double[] sigma = new double[m * m];
        all.covariance(Positions.grid(m), theta, 0, sigma);
        return sigma;
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        if (specific == Specific.NONE) {
            return List.of();
        }
        double[] theta = new double[parameterCount(moments.slots())];
        start(moments, 0.8, theta, 0);
        return List.of(theta);
    }
}
