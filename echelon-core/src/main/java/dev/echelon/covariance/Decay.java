package dev.echelon.covariance;

/** A correlation as a function of u, distance over range: f(0) = 1. Stateless. */
interface Decay {

    /** f in plain text, of d and φ. */
    String formula();

    /** Writes f(u), f'(u), f''(u) for u > 0. */
    void at(double u, double[] f);

    /** e^(−u). */
    Decay EXPONENTIAL = of("exp(−d/φ)", (u, f) -> {
        double e = Math.exp(-u);
        set(f, e, -e, e);
    });

    /** e^(−u²). */
    Decay GAUSSIAN = of("exp(−d²/φ²)", (u, f) -> {
        double e = Math.exp(-u * u);
        set(f, e, -2 * u * e, (4 * u * u - 2) * e);
    });

    /** 1 − 1.5u + 0.5u³ up to u = 1; the second derivative jumps there. */
    Decay SPHERICAL = of("(1 − 1.5d/φ + 0.5d³/φ³)·1(d<φ)", (u, f) -> {
        boolean inside = u < 1;
        set(f, inside ? 1 - 1.5 * u + 0.5 * u * u * u : 0, inside ? 1.5 * (u * u - 1) : 0, inside ? 3 * u : 0);
    });

    /** 1 − u up to u = 1; positive definite on a line only. */
    Decay LINEAR = of("(1 − d/φ)·1(d<φ)", (u, f) -> set(f, u < 1 ? 1 - u : 0, u < 1 ? -1 : 0, 0));

    /** 1/(1 + u²). */
    Decay RATIONAL = of("1/(1 + d²/φ²)", (u, f) -> {
        double r = 1 / (1 + u * u);
        set(f, r, -2 * u * r * r, (6 * u * u - 2) * r * r * r);
    });

    /** (1 + u)e^(−u), Matérn's with ν = 3/2. */
    Decay MATERN_3 = of("(1 + d/φ)·exp(−d/φ)", (u, f) -> {
        double e = Math.exp(-u);
        set(f, (1 + u) * e, -u * e, (u - 1) * e);
    });

    /** (1 + u + u²/3)e^(−u), Matérn's with ν = 5/2. */
    Decay MATERN_5 = of("(1 + d/φ + d²/(3φ²))·exp(−d/φ)", (u, f) -> {
        double e = Math.exp(-u);
        set(f, (1 + u + u * u / 3) * e, -u * (1 + u) / 3 * e, (u * u - u - 1) / 3 * e);
    });

    private static void set(double[] f, double value, double slope, double bend) {
        f[0] = value;
        f[1] = slope;
        f[2] = bend;
    }

    private static Decay of(String formula, Values values) {
        return new Decay() {
            @Override
            public String formula() {
                return formula;
            }

            @Override
            public void at(double u, double[] f) {
                values.at(u, f);
            }
        };
    }

    /** Writes f, f', f''. */
    interface Values {
        void at(double u, double[] f);
    }
}
