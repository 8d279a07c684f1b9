package dev.echelon.covariance;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Positions and moments to test residual structures with. */
final class Examples {

    private Examples() {}

    /** The whole grid, and subsets with gaps and out of order. */
    static List<Positions> subsets(int slots) {
        int[] odd = IntStream.range(0, slots).filter(i -> i % 2 == 0).toArray();
        int[] backwards = IntStream.range(0, slots).map(i -> slots - 1 - i).toArray();
        return slots < 3
                ? List.of(Positions.grid(slots))
                : List.of(
                        Positions.grid(slots),
                        Positions.slots(odd, slots),
                        Positions.slots(backwards, slots),
                        Positions.slots(new int[] {2, 0}, slots),
                        Positions.slots(new int[] {slots - 1}, slots));
    }

    /** Coordinates on a line, out of order, and in the plane. */
    static List<Positions> coordinates(int count) {
        Random random = new Random(count);
        double[][] line = new double[count][];
        double[][] plane = new double[count][];
        for (int i = 0; i < count; i++) {
            line[i] = new double[] {(i + 0.7 * random.nextDouble()) * 0.6};
            plane[i] = new double[] {i + 0.5 * random.nextDouble(), 2 * random.nextDouble()};
        }
        double[][] mixed = line.clone();
        mixed[0] = line[count - 1];
        mixed[count - 1] = line[0];
        return List.of(Positions.coordinates(line), Positions.coordinates(mixed), Positions.coordinates(plane));
    }

    /** Some of the observations. */
    static Positions part(Positions at, int[] rows) {
        if (at.slots() > 0) {
            return Positions.slots(Arrays.stream(rows).map(at::slot).toArray(), at.slots());
        }
        return Positions.coordinates(Arrays.stream(rows)
                .mapToObj(i -> IntStream.range(0, at.axes())
                        .mapToDouble(axis -> at.coordinate(i, axis))
                        .toArray())
                .toArray(double[][]::new));
    }

    /** The observations sorted by their first coordinate, which is the only one left without a grid. */
    static Positions ascending(Positions at) {
        int[] order = IntStream.range(0, at.size())
                .boxed()
                .sorted((i, j) -> Double.compare(at.coordinate(i, 0), at.coordinate(j, 0)))
                .mapToInt(Integer::intValue)
                .toArray();
        if (at.slots() > 0) {
            return part(at, order);
        }
        return Positions.coordinates(Arrays.stream(order)
                .mapToObj(i -> new double[] {at.coordinate(i, 0)})
                .toArray(double[][]::new));
    }

    /** Moments of samples of few subjects with some pairs never seen, and of none at all. */
    static ResidualMoments moments(int slots, int kind, Random random) {
        double[] products = new double[slots * slots];
        double[] counts = new double[slots * slots];
        int subjects = 2 + kind;
        double[][] r = new double[subjects][slots];
        for (double[] subject : r) {
            double level = random.nextGaussian() * kind;
            for (int i = 0; i < slots; i++) {
                subject[i] = level + (1 + i) * random.nextGaussian();
            }
        }
        for (int j = 0; j < slots; j++) {
            for (int i = 0; i < slots; i++) {
                int first = i;
                int second = j;
                boolean never = i != j && (i + j) % 7 == 3 || kind == 0;
                counts[i + j * slots] = never ? 0 : subjects;
                products[i + j * slots] = never
                        ? Double.NaN
                        : Arrays.stream(r)
                                .mapToDouble(s -> s[first] * s[second])
                                .average()
                                .orElse(0);
            }
        }
        double variance = IntStream.range(0, slots)
                .mapToDouble(i -> products[i * (slots + 1)])
                .average()
                .orElse(1);
        double usable = Double.isNaN(variance) ? 1 : variance;
        double[] distances = {0.5, 1, 1.5, 2.5};
        double[] covariances = Arrays.stream(distances)
                .map(d -> usable * (Math.exp(-d) + 0.3 * kind * random.nextGaussian()))
                .toArray();
        return new ResidualMoments(
                slots, products, counts, usable, distances, covariances, new double[] {10, 20, kind, 5});
    }

    static boolean isPositiveDefinite(int n, double[] sigma) {
        double[] lambda = new double[n * n];
        Cholesky.semidefinite(n, sigma, lambda);
        return IntStream.range(0, n).allMatch(i -> lambda[i * (n + 1)] > 0);
    }
}
