package dev.echelon.internal.inference;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.Arrays;
import java.util.List;

/**
 * Degrees of freedom by level of nesting, N_i − N_{i−1} − p_i: N_i groups at level i, p_i columns of X that vary between
 * the groups of level i but not within them; N_0 = 1 for the intercept, and the rows are the last level. The intercept
 * has those of the rows.
 *
 * <p><b>Source</b> Pinheiro and Bates, Mixed-Effects Models in S and S-PLUS (2000), section 2.4.2
 */
public final class BetweenWithin {
    /** A sum of squares within groups below this part of the whole is zero up to rounding. */
    private static final double CONSTANT = 1e-12;

    private BetweenWithin() {}

    /**
     * The degrees of freedom of each column.
     *
     * @param intercept index of the constant column, or -1
     * @throws EchelonException if groups are crossed or a factor has no intercept to tell what is constant within it
     */
    public static double[] degrees(CrossProducts data, List<GroupingFactor> factors, int intercept) {
        int p = data.fixedColumns();
        int count = data.factors();
        requireNested(data, factors);
        int[] level = new int[p]; // 0 the outermost factor … count the rows
        Arrays.fill(level, count);
        for (int f = 0; f < count; f++) { // innermost first, so that the outermost is the last to win
            boolean[] constant = constantWithin(data, f);
            for (int k = 0; k < p; k++) {
                if (constant[k]) {
                    level[k] = count - 1 - f;
                }
            }
        }
        long[] columns = new long[count + 1];
        for (int k = 0; k < p; k++) {
            columns[level[k]] += k == intercept ? 0 : 1;
        }
        double[] degrees = new double[p];
        for (int k = 0; k < p; k++) {
            int at = k == intercept ? count : level[k];
            long groups = at == count ? data.rows() : data.block(count - 1 - at).levels();
            long outer =
                    at == 0 ? (intercept >= 0 ? 1 : 0) : data.block(count - at).levels();
            degrees[k] = Math.max(0, groups - outer - columns[at]);
        }
        return degrees;
    }

    private static void requireNested(CrossProducts data, List<GroupingFactor> factors) {
        for (int f = 0; f + 1 < data.factors(); f++) {
            if (!data.coupling(f, f + 1).nested()) {
                throw new EchelonException("between-within degrees of freedom need nested groups, but '"
                        + factors.get(f).group() + "' and '"
                        + factors.get(f + 1).group()
                        + "' are crossed; use 'satterthwaite' or 'kenward-roger'");
            }
        }
    }

    /** Whether projecting on the effects of each level, which include the constant, leaves nothing of a column. */
    public static boolean[] constantWithin(CrossProducts data, int f) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        int p = data.fixedColumns();
        int r = p + 1;
        double[] explained = new double[p];
        for (int j = 0; j < block.levels(); j++) {
            double constant = block.own()[j * q * q];
            for (int k = 0; k < p && constant > 0; k++) {
                double e = block.withFixed()[(j * r + k) * q];
                explained[k] += e * e / constant;
            }
        }
        boolean[] is = new boolean[p];
        for (int k = 0; k < p; k++) {
            double whole = data.fixed()[k * r + k];
            is[k] = whole - explained[k] <= CONSTANT * whole * Math.max(1, Math.sqrt(data.rows()));
        }
        return is;
    }
}
