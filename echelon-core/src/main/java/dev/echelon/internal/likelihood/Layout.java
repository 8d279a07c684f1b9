package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which the random effects are eliminated. A <em>chain</em> of nested factors (leaf first: pupils within
 * classes within schools) is eliminated level by level without fill; all other factors, X and y form the dense
 * <em>root</em>.
 *
 * @param chain factor indices, leaf first; each is nested in the next
 * @param tail factor indices in the root
 * @param tailOffset first root column of each tail factor
 * @param tailEffects number of effects q of each tail factor
 * @param tailColumns number of random-effects columns of the root
 * @param fixedColumns p
 */
public record Layout(int[] chain, int[] tail, int[] tailOffset, int[] tailEffects, int tailColumns, int fixedColumns) {

    /** Order of the root: tail random effects, p columns of X, y. */
    int rootSize() {
        return tailColumns + fixedColumns + 1;
    }

    /** The root column after the last of tail factor t. */
    int tailEnd(int t) {
        return t + 1 < tail.length ? tailOffset[t + 1] : tailColumns;
    }

    /** Chooses the leaf with the most random effects and climbs as far as nesting goes. */
    static Layout of(CrossProducts data) {
        int factors = data.factors();
        int leaf = -1;
        for (int f = 0; f < factors; f++) {
            if (leaf < 0 || columns(data, f) > columns(data, leaf)) {
                leaf = f;
            }
        }
        List<Integer> chain = new ArrayList<>();
        List<Integer> tail = new ArrayList<>();
        if (leaf >= 0) {
            chain.add(leaf);
        }
        for (int f = 0; f < factors; f++) { // factors come with decreasing numbers of levels
            if (f == leaf) {
                continue;
            }
            int last = chain.get(chain.size() - 1);
            boolean nested = data.block(f).levels() <= data.block(last).levels()
                    && data.coupling(last, f).nested();
            (nested ? chain : tail).add(f);
        }
        int[] offsets = new int[tail.size()];
        long columns = 0;
        for (int t = 0; t < offsets.length; t++) {
            offsets[t] = Math.toIntExact(columns);
            columns += columns(data, tail.get(t));
        }
        return new Layout(
                chain.stream().mapToInt(Integer::intValue).toArray(),
                tail.stream().mapToInt(Integer::intValue).toArray(),
                offsets,
                tail.stream().mapToInt(f -> data.block(f).effects()).toArray(),
                Math.toIntExact(columns),
                data.fixedColumns());
    }

    private static long columns(CrossProducts data, int f) {
        return (long) data.block(f).levels() * data.block(f).effects();
    }
}
