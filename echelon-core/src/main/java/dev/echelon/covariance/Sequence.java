package dev.echelon.covariance;

/** A family of correlation matrices of q positions in order, with a parameter in [−1, 1] for each pair of neighbours. */
enum Sequence {
    /** C_ij = ρ_|i−j|, by its partial autocorrelations: every choice of them gives a correlation matrix. */
    TOEPLITZ {
        @Override
        Jet[] table(int q, Jet[] partial, int variables) {
            Jet one = Jet.constant(1, variables);
            Jet[] rho = new Jet[q];
            rho[0] = one;
            Jet[] phi = new Jet[q];
            Jet innovation = one;
            for (int k = 1; k < q; k++) {
                Jet r = partial[k - 1];
                Jet sum = r.times(innovation);
                for (int j = 1; j < k; j++) {
                    sum = sum.plus(phi[j].times(rho[k - j]));
                }
                rho[k] = sum;
                Jet[] next = phi.clone();
                for (int j = 1; j < k; j++) {
                    next[j] = phi[j].minus(r.times(phi[k - j]));
                }
                next[k] = r;
                phi = next;
                innovation = innovation.times(one.minus(r.times(r)));
            }
            return spread(q, (i, j) -> rho[i - j]);
        }

        @Override
        void inverse(int q, double[] correlations, boolean[] known, double[] partial) {
            double[] rho = new double[q];
            double[] phi = new double[q];
            double innovation = 1;
            for (int k = 1; k < q; k++) {
                double predicted = 0;
                for (int j = 1; j < k; j++) {
                    predicted += phi[j] * rho[k - j];
                }
                double mean = mean(q, k, correlations, known);
                boolean free = innovation > NULL && !Double.isNaN(mean);
                double r = free ? Math.max(-1, Math.min(1, (mean - predicted) / innovation)) : 0;
                partial[k - 1] = r;
                rho[k] = predicted + r * innovation;
                double[] next = phi.clone();
                for (int j = 1; j < k; j++) {
                    next[j] = phi[j] - r * phi[k - j];
                }
                next[k] = r;
                phi = next;
                innovation *= 1 - r * r;
            }
        }

        private double mean(int q, int lag, double[] correlations, boolean[] known) {
            double sum = 0;
            int count = 0;
            for (int j = 0; j + lag < q; j++) {
                if (known[j] && known[j + lag]) {
                    sum += correlations[j + lag + j * q];
                    count++;
                }
            }
            return sum / count;
        }
    },

    /** C_ij = ρ_j … ρ_(i−1): first-order antedependence. */
    ANTE {
        @Override
        Jet[] table(int q, Jet[] neighbour, int variables) {
            Jet[] c = new Jet[q * q];
            for (int j = 0; j < q; j++) {
                c[j + j * q] = Jet.constant(1, variables);
                for (int i = j + 1; i < q; i++) {
                    c[i + j * q] = c[i - 1 + j * q].times(neighbour[i - 1]);
                }
            }
            return c;
        }

        /** Where positions are not known, the correlation across them is that of the first step, and the rest is 1. */
        @Override
        void inverse(int q, double[] correlations, boolean[] known, double[] neighbour) {
            int before = -1;
            for (int i = 0; i < q; i++) {
                if (i > 0) {
                    neighbour[i - 1] = before < 0 ? 0 : 1;
                }
                if (known[i]) {
                    if (before >= 0) {
                        neighbour[before] = Math.max(-1, Math.min(1, correlations[i + before * q]));
                    }
                    before = i;
                }
            }
        }
    };

    /** An innovation variance this small is zero: what comes after is determined. */
    private static final double NULL = 1e-12;

    /** C_ij for i ≥ j, at i + jq, from the parameters. */
    abstract Jet[] table(int q, Jet[] parameters, int variables);

    /** Writes the parameters of correlations, of which only those between known positions are given. */
    abstract void inverse(int q, double[] correlations, boolean[] known, double[] parameters);

    private static Jet[] spread(int q, Entry entry) {
        Jet[] c = new Jet[q * q];
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                c[i + j * q] = entry.of(i, j);
            }
        }
        return c;
    }

    private interface Entry {
        Jet of(int i, int j);
    }
}
