package dev.echelon.internal.marginal;

import java.util.Arrays;
import java.util.List;

/**
 * a = [Z₂ Q e], row by row: the columns of the random terms across blocks, sparse, then those of X and the response.
 */
final class Columns {
    final ConditionedRows rows;
    final List<EffectColumns> terms;
    /** Which terms lie across blocks, ascending. */
    final int[] outer;
    /** Where the columns of each outer term start, and where the last end. */
    final int[] start;
    /** Columns of Z₂. */
    final int z;
    /** All columns of a. */
    final int count;

    Columns(ConditionedRows rows, List<EffectColumns> terms, int[] outer) {
        this.rows = rows;
        this.terms = terms;
        this.outer = outer;
        start = new int[outer.length + 1];
        for (int o = 0; o < outer.length; o++) {
            EffectColumns term = terms.get(outer[o]);
            start[o + 1] = start[o] + term.width * term.levels;
        }
        z = start[outer.length];
        count = z + rows.p + 1;
    }

    /** The columns of a that are not all zero in these rows, ascending. */
    int[] present(int[] block) {
        int[] out = new int[block.length * outer.length + rows.p + 1];
        if (outer.length > 0) {
            boolean[] is = new boolean[z];
            for (int o = 0; o < outer.length; o++) {
                EffectColumns term = terms.get(outer[o]);
                for (int i : block) {
                    int at = start[o] + term.codes[i] * term.width;
                    Arrays.fill(is, at, at + term.width, true);
                }
            }
            int found = 0;
            for (boolean b : is) {
                found += b ? 1 : 0;
            }
            out = new int[found + rows.p + 1];
            for (int j = 0, at = 0; j < z; j++) {
                if (is[j]) {
                    out[at++] = j;
                }
            }
        }
        for (int k = 0; k <= rows.p; k++) {
            out[out.length - rows.p - 1 + k] = z + k;
        }
        return out;
    }

    /** The present columns of a block, n×(columns present). */
    double[] gather(int[] block, int[] present) {
        int n = block.length;
        double[] a = new double[n * present.length];
        int[] place = new int[z];
        for (int j = 0; j < present.length && present[j] < z; j++) {
            place[present[j]] = j;
        }
        for (int o = 0; o < outer.length; o++) {
            EffectColumns term = terms.get(outer[o]);
            for (int i = 0; i < n; i++) {
                for (int e = 0; e < term.width; e++) {
                    int column = place[start[o] + term.codes[block[i]] * term.width + e];
                    a[column * n + i] = term.z[e * rows.n + block[i]];
                }
            }
        }
        int from = present.length - rows.p - 1;
        for (int k = 0; k < rows.p; k++) {
            for (int i = 0; i < n; i++) {
                a[(from + k) * n + i] = rows.q[k * rows.n + block[i]];
            }
        }
        for (int i = 0; i < n; i++) {
            a[(from + rows.p) * n + i] = rows.residual[block[i]];
        }
        return a;
    }
}
