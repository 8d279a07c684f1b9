package dev.echelon.internal.inference;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.ArrayList;
import java.util.List;

/**
 * The connected components of the levels of all factors, where two levels are connected if some row has both. Z'V⁻¹Z is
 * block diagonal over them: with one factor or nested factors every top-level unit is a component, with crossed factors
 * there usually is one.
 *
 * @param levels of each component: by factor, the levels, ascending
 * @param place of each level of each factor: its index among the levels of its factor in its component
 */
record Components(List<int[][]> levels, int[][] place) {

    static Components of(CrossProducts data) {
        int count = data.factors();
        int[] base = new int[count + 1];
        for (int f = 0; f < count; f++) {
            base[f + 1] = base[f] + data.block(f).levels();
        }
        int[] parent = new int[base[count]];
        for (int k = 0; k < parent.length; k++) {
            parent[k] = k;
        }
        for (int f = 0; f < count; f++) {
            for (int g = f + 1; g < count; g++) {
                CrossProducts.Coupling coupling = data.coupling(f, g);
                for (int j = 0; j < data.block(f).levels(); j++) {
                    for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                        join(parent, base[f] + j, base[g] + coupling.level()[e]);
                    }
                }
            }
        }
        return collect(data, base, parent);
    }

    private static Components collect(CrossProducts data, int[] base, int[] parent) {
        int count = data.factors();
        int[] number = new int[parent.length];
        int components = 0;
        for (int k = 0; k < parent.length; k++) {
            number[k] = root(parent, k) == k ? components++ : number[root(parent, k)];
        }
        int[][] sizes = new int[components][count];
        int[][] place = new int[count][];
        for (int f = 0; f < count; f++) {
            place[f] = new int[data.block(f).levels()];
            for (int j = 0; j < place[f].length; j++) {
                place[f][j] = sizes[number[base[f] + j]][f]++;
            }
        }
        List<int[][]> levels = new ArrayList<>();
        for (int c = 0; c < components; c++) {
            int[][] of = new int[count][];
            for (int f = 0; f < count; f++) {
                of[f] = new int[sizes[c][f]];
            }
            levels.add(of);
        }
        for (int f = 0; f < count; f++) {
            for (int j = 0; j < place[f].length; j++) {
                levels.get(number[base[f] + j])[f][place[f][j]] = j;
            }
        }
        return new Components(levels, place);
    }

    /** The smaller root becomes the root, so that a root precedes its members. */
    private static void join(int[] parent, int a, int b) {
        int x = root(parent, a);
        int y = root(parent, b);
        parent[Math.max(x, y)] = Math.min(x, y);
    }

    private static int root(int[] parent, int k) {
        int at = k;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** The number of random effects of the largest component. */
    int largest(CrossProducts data) {
        int largest = 0;
        for (int[][] of : levels) {
            long size = 0;
            for (int f = 0; f < of.length; f++) {
                size += (long) of[f].length * data.block(f).effects();
            }
            largest = (int) Math.max(largest, Math.min(size, Integer.MAX_VALUE));
        }
        return largest;
    }
}
