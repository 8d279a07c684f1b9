package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.ArrayList;
import java.util.List;

/**
 * Which factors are eliminated exactly and which are left to conjugate gradients. The factor with the most random effects
 * and those it is nested in form the <em>chain</em>, all others the <em>tail</em>. The random effects of the chain, and
 * those of the tail, form one vector each, factor after factor, level after level.
 *
 * @param chain factor indices, each nested in the next
 * @param tail the other factors
 * @param first the row of each factor's first effect in the vector of its part
 * @param chainRows number of random effects of the chain
 * @param tailRows number of random effects of the tail
 */
record Split(int[] chain, int[] tail, int[] first, int chainRows, int tailRows) {

    static Split of(CrossProducts data) {
        int leaf = 0;
        for (int f = 1; f < data.factors(); f++) {
            leaf = rows(data, f) > rows(data, leaf) ? f : leaf;
        }
        List<Integer> chain = new ArrayList<>(List.of(leaf));
        List<Integer> tail = new ArrayList<>();
        for (int f = 0; f < data.factors(); f++) { // factors come with decreasing numbers of levels
            if (f == leaf) {
                continue;
            }
            int last = chain.get(chain.size() - 1);
            boolean nested = data.block(f).levels() <= data.block(last).levels()
                    && data.coupling(last, f).nested();
            (nested ? chain : tail).add(f);
        }
        int[] first = new int[data.factors()];
        int chainRows = place(data, chain, first);
        int tailRows = place(data, tail, first);
        return new Split(array(chain), array(tail), first, chainRows, tailRows);
    }

    private static int place(CrossProducts data, List<Integer> factors, int[] first) {
        int rows = 0;
        for (int f : factors) {
            first[f] = rows;
            rows = Math.addExact(rows, rows(data, f));
        }
        return rows;
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int rows(CrossProducts data, int f) {
        return Math.multiplyExact(data.block(f).levels(), data.block(f).effects());
    }
}
