package dev.echelon.internal.intervals;

import dev.echelon.internal.optim.Objective;

/** An objective with one of its variables held fixed. */
final class FixedCoordinate implements Objective {
    private final Objective full;
    private final int fixed;
    private final double[] point;
    private final double[] gradient;
    private final double[] hessian;

    FixedCoordinate(Objective full, int fixed) {
        this.full = full;
        this.fixed = fixed;
        int n = full.dimension();
        this.point = new double[n];
        this.gradient = new double[n];
        this.hessian = new double[n * n];
    }

    void fix(double value) {
        point[fixed] = value;
    }

    /** The free variables of a point. */
    double[] free(double[] all) {
        double[] free = new double[dimension()];
        for (int i = 0; i < free.length; i++) {
            free[i] = all[at(i)];
        }
        return free;
    }

    private int at(int i) {
        return i < fixed ? i : i + 1;
    }

    @Override
    public int dimension() {
        return full.dimension() - 1;
    }

    @Override
    public double value(double[] x) {
        for (int i = 0; i < x.length; i++) {
            point[at(i)] = x[i];
        }
        return full.value(point);
    }

    @Override
    public void derivatives(double[] outGradient, double[] outHessian) {
        full.derivatives(gradient, hessian);
        int n = dimension();
        for (int k = 0; k < n; k++) {
            outGradient[k] = gradient[at(k)];
            for (int i = 0; i < n; i++) {
                outHessian[k * n + i] = hessian[at(k) * (n + 1) + at(i)];
            }
        }
    }
}
