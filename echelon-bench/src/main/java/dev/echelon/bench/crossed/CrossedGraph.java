package dev.echelon.bench.crossed;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Which levels of two factors occur together, one entry per row of data.
 *
 * @param first levels of the larger factor
 * @param second levels of the other
 * @param start entries of level j of the first factor are start[j]..start[j+1]
 * @param level level of the second factor, ascending within j
 */
record CrossedGraph(int first, int second, int[] start, int[] level) {

    int entries() {
        return level.length;
    }

    /** Every level of the first factor with {@code each} levels of the second, at random. */
    static CrossedGraph uniform(int first, int second, int each, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] start = new int[first + 1];
        int[] level = new int[first * each];
        int[] mark = new int[second];
        for (int j = 0; j < first; j++) {
            for (int k = 0; k < each; k++) {
                int t = random.nextInt(second);
                while (mark[t] == j + 1) {
                    t = random.nextInt(second);
                }
                mark[t] = j + 1;
                level[j * each + k] = t;
            }
            start[j + 1] = (j + 1) * each;
            Arrays.sort(level, start[j], start[j + 1]);
        }
        return new CrossedGraph(first, second, start, level);
    }

    /** Persons who stay in a firm for years and now and then move to another. */
    static CrossedGraph movers(int persons, int firms, int years, double moves, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] start = new int[persons + 1];
        int[] level = new int[persons * years];
        int size = 0;
        for (int j = 0; j < persons; j++) {
            int firm = random.nextInt(firms);
            int from = size;
            level[size++] = firm;
            for (int year = 1; year < years; year++) {
                if (random.nextDouble() < moves) {
                    firm = random.nextInt(firms);
                    boolean known = false;
                    for (int e = from; e < size; e++) {
                        known |= level[e] == firm;
                    }
                    if (!known) {
                        level[size++] = firm;
                    }
                }
            }
            Arrays.sort(level, from, size);
            start[j + 1] = size;
        }
        return new CrossedGraph(persons, firms, start, Arrays.copyOf(level, size));
    }

    /** A graph with given degrees of both sides, as nearly as distinct pairs allow; popular levels are matched first. */
    static CrossedGraph withDegrees(int[] firstDegrees, int[] secondDegrees, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int total = Math.min(
                Arrays.stream(firstDegrees).sum(), Arrays.stream(secondDegrees).sum());
        int[] stubs = stubs(firstDegrees, random);
        int[] mark = new int[firstDegrees.length];
        int[] firstOf = new int[total];
        int[] secondOf = new int[total];
        int left = stubs.length;
        int size = 0;
        for (int t = 0; t < secondDegrees.length; t++) { // degrees come in descending order
            for (int k = 0; k < secondDegrees[t] && left > 0; k++) {
                int pick = random.nextInt(left);
                for (int tries = 0; tries < 50 && mark[stubs[pick]] == t + 1; tries++) {
                    pick = random.nextInt(left);
                }
                int j = stubs[pick];
                if (mark[j] != t + 1) {
                    mark[j] = t + 1;
                    stubs[pick] = stubs[--left];
                    firstOf[size] = j;
                    secondOf[size++] = t;
                }
            }
        }
        return ofPairs(firstDegrees.length, secondDegrees.length, firstOf, secondOf, size);
    }

    private static int[] stubs(int[] degrees, SplittableRandom random) {
        int[] stubs = new int[Arrays.stream(degrees).sum()];
        int at = 0;
        for (int j = 0; j < degrees.length; j++) {
            Arrays.fill(stubs, at, at += degrees[j], j);
        }
        for (int i = stubs.length - 1; i > 0; i--) {
            int k = random.nextInt(i + 1);
            int swap = stubs[i];
            stubs[i] = stubs[k];
            stubs[k] = swap;
        }
        return stubs;
    }

    private static CrossedGraph ofPairs(int first, int second, int[] firstOf, int[] secondOf, int size) {
        int[] start = new int[first + 1];
        for (int e = 0; e < size; e++) {
            start[firstOf[e] + 1]++;
        }
        for (int j = 0; j < first; j++) {
            start[j + 1] += start[j];
        }
        int[] next = Arrays.copyOf(start, first);
        int[] level = new int[size];
        for (int e = 0; e < size; e++) { // pairs come by ascending level of the second factor
            level[next[firstOf[e]]++] = secondOf[e];
        }
        return new CrossedGraph(first, second, start, level);
    }
}
