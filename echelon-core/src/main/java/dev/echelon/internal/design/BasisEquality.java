package dev.echelon.internal.design;

import java.util.Arrays;

/** Whether two bases give the same columns: their arrays are compared number by number. */
final class BasisEquality {
    private BasisEquality() {}

    static boolean equal(Basis x, Basis y) {
        if (x instanceof Basis.OrthogonalPolynomial a && y instanceof Basis.OrthogonalPolynomial b) {
            return Arrays.equals(a.alpha(), b.alpha()) && Arrays.equals(a.norm2(), b.norm2());
        }
        if (x instanceof Basis.NaturalSpline a && y instanceof Basis.NaturalSpline b) {
            return a.intercept() == b.intercept()
                    && Arrays.equals(a.knots(), b.knots())
                    && Arrays.equals(a.boundary(), b.boundary());
        }
        if (x instanceof Basis.BSpline a && y instanceof Basis.BSpline b) {
            return a.degree() == b.degree()
                    && a.intercept() == b.intercept()
                    && Arrays.equals(a.knots(), b.knots())
                    && Arrays.equals(a.boundary(), b.boundary());
        }
        if (x instanceof Basis.Intervals a && y instanceof Basis.Intervals b) {
            return a.right() == b.right()
                    && a.lowest() == b.lowest()
                    && a.labels().equals(b.labels())
                    && Arrays.equals(a.breaks(), b.breaks());
        }
        if (x instanceof Basis.GroupMeans a && y instanceof Basis.GroupMeans b) {
            return a.groups().equals(b.groups()) && Arrays.equals(a.means(), b.means());
        }
        return x.equals(y);
    }
}
