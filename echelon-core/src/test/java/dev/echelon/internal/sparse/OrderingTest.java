package dev.echelon.internal.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderingTest {

    @Test
    void ordersArePermutations() {
        for (long seed = 0; seed < 20; seed++) {
            SparsePattern pattern = random(200, 100 + 60 * (int) seed, seed);
            int[] stage = new int[200];
            Arrays.setAll(stage, i -> i % 3);
            assertPermutation(Ordering.minimumDegree(pattern));
            assertPermutation(MinimumDegree.order(pattern, 500)); // gives up half-way
            assertPermutation(Ordering.byStage(pattern, stage, 2));
        }
    }

    @Test
    void countsEqualThoseOfEliminationStepByStep() {
        for (long seed = 0; seed < 20; seed++) {
            SparsePattern pattern = random(60, 40 + 10 * (int) seed, seed);
            int[] order = IntStream.range(0, 60).toArray();
            EliminationTree tree = EliminationTree.of(pattern, order);
            assertThat(tree.count).isEqualTo(stepByStep(pattern, tree.order));
        }
    }

    @Test
    void minimumDegreeFillsNothingInTreesAndStars() {
        int n = 300;
        Random random = new Random(3);
        int[] from = new int[n - 1];
        int[] to = new int[n - 1];
        for (int i = 1; i < n; i++) {
            from[i - 1] = i;
            to[i - 1] = random.nextInt(Math.min(i, 20));
        }
        int[] width = new int[n];
        Arrays.fill(width, 1);
        SparsePattern tree = SparsePattern.of(width, from, to);
        OrderCost cost = OrderCost.of(tree, Ordering.minimumDegree(tree), 0);
        assertThat(cost.entries()).isEqualTo(n + from.length);
    }

    @Test
    void minimumDegreeFillsLittleInGrids() {
        int side = 40;
        SparsePattern grid = grid(side);
        double fill = OrderCost.of(grid, Ordering.minimumDegree(grid), 0).entries();
        double banded =
                OrderCost.of(grid, IntStream.range(0, side * side).toArray(), 0).entries();
        assertThat(fill).isLessThan(0.55 * banded);
    }

    private static SparsePattern grid(int side) {
        int n = side * side;
        int[] from = new int[2 * side * (side - 1)];
        int[] to = new int[from.length];
        int e = 0;
        for (int i = 0; i < n; i++) {
            if (i % side + 1 < side) {
                from[e] = i;
                to[e++] = i + 1;
            }
            if (i + side < n) {
                from[e] = i;
                to[e++] = i + side;
            }
        }
        int[] width = new int[n];
        Arrays.fill(width, 1);
        return SparsePattern.of(width, from, to);
    }

    static SparsePattern random(int n, int edges, long seed) {
        Random random = new Random(seed);
        int[] width = random.ints(n, 1, 4).toArray();
        java.util.Set<Long> seen = new java.util.LinkedHashSet<>();
        while (seen.size() < edges) {
            int i = random.nextInt(n);
            int j = (int) (n * Math.pow(random.nextDouble(), 3));
            if (i != j) {
                seen.add((long) Math.min(i, j) << 32 | Math.max(i, j));
            }
        }
        return SparsePattern.of(
                width,
                seen.stream().mapToInt(e -> (int) (e >> 32)).toArray(),
                seen.stream().mapToInt(e -> (int) (long) e).toArray());
    }

    /** Rows of each column's factor by playing the elimination game. */
    private static int[] stepByStep(SparsePattern pattern, int[] order) {
        int n = order.length;
        int[] position = EliminationTree.inverse(order);
        boolean[][] filled = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int e = pattern.start()[i]; e < pattern.start()[i + 1]; e++) {
                filled[position[i]][position[pattern.adjacent()[e]]] = true;
            }
        }
        int[] count = new int[n];
        for (int k = 0; k < n; k++) {
            count[k] = pattern.width()[order[k]];
            for (int i = k + 1; i < n; i++) {
                count[k] += filled[k][i] ? pattern.width()[order[i]] : 0;
                for (int j = k + 1; j < n; j++) {
                    filled[i][j] |= i != j && filled[k][i] && filled[k][j];
                }
            }
        }
        return count;
    }

    private static void assertPermutation(int[] order) {
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, order.length).toArray());
    }
}
