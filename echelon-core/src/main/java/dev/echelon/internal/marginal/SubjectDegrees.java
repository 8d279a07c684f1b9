package dev.echelon.internal.marginal;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ResidualRows;

/**
 * Between-within degrees of freedom with subjects as the groups: N₁ − (N₀ + p₁) for columns of X that are constant within
 * every subject, n − (N₁ + p₂) for the others and the intercept; N₁ subjects with rows, N₀ = 1 with an intercept, p₁ and p₂
 * columns of either kind without the intercept.
 *
 * <p><b>Source</b> Pinheiro and Bates, Mixed-Effects Models in S and S-PLUS (2000), section 2.4.2
 */
public final class SubjectDegrees {
    private SubjectDegrees() {}

    /** Of each kept column. */
    public static double[] betweenWithin(Design design, ResidualRows rows, int[] kept) {
        int n = design.response().length;
        int[] first = new int[rows.subjectLevels().size()];
        java.util.Arrays.fill(first, -1);
        int subjects = 0;
        for (int i = 0; i < n; i++) {
            if (first[rows.subjects()[i]] < 0) {
                first[rows.subjects()[i]] = i;
                subjects++;
            }
        }
        boolean[] between = new boolean[kept.length];
        int intercept = -1;
        int betweenCount = 0;
        int withinCount = 0;
        for (int k = 0; k < kept.length; k++) {
            ModelColumn column = design.fixed().column(kept[k]);
            between[k] = true;
            boolean constant = true;
            for (int i = 0; i < n; i++) {
                between[k] &= column.value(i) == column.value(first[rows.subjects()[i]]);
                constant &= column.value(i) == column.value(0);
            }
            if (constant && intercept < 0) {
                intercept = k;
                between[k] = false;
            } else {
                betweenCount += between[k] ? 1 : 0;
                withinCount += between[k] ? 0 : 1;
            }
        }
        double[] degrees = new double[kept.length];
        for (int k = 0; k < kept.length; k++) {
            degrees[k] = Math.max(
                    0,
                    between[k] ? subjects - ((intercept >= 0 ? 1 : 0) + betweenCount) : n - (subjects + withinCount));
        }
        return degrees;
    }
}
