package dev.echelon.internal.design;

import java.util.List;

/**
 * What an expression learned from the training rows and needs to give the same columns for new rows: the plain state of
 * {@code poly}, {@code ns}, {@code bs}, {@code scale}, {@code within}/{@code between} and {@code cut}. Arrays are
 * never written.
 */
public sealed interface Basis {

    /** Orthogonal polynomials by three-term recursion: {@code alpha} of length k, {@code norm2} of length k + 2. */
    record OrthogonalPolynomial(double[] alpha, double[] norm2) implements Basis {}

    /** Plain powers 1..degree. */
    record Powers(int degree) implements Basis {}

    /** Natural cubic spline with inner knots and boundary knots (linear beyond them). */
    record NaturalSpline(double[] knots, double[] boundary, boolean intercept) implements Basis {}

    /** B-spline of a degree with inner knots and boundary knots. */
    record BSpline(int degree, double[] knots, double[] boundary, boolean intercept) implements Basis {}

    /** {@code (x − center) / scale}. */
    record Scaling(double center, double scale) implements Basis {}

    /** The mean of a variable in each group. */
    record GroupMeans(List<String> groups, double[] means) implements Basis {
        /** Copies the groups. */
        public GroupMeans {
            groups = List.copyOf(groups);
        }
    }

    /** Intervals between ascending breaks, with a label each. */
    record Intervals(double[] breaks, List<String> labels, boolean right, boolean lowest) implements Basis {
        /** Copies the labels. */
        public Intervals {
            labels = List.copyOf(labels);
        }
    }
}
