package dev.echelon.internal.levels;

import dev.echelon.internal.crossproducts.CrossProducts;

/**
 * What one sweep over the levels of a grouping factor must bring home so that value, gradient and exact Hessian of the
 * likelihood follow without another, although β̂ is not known before: with R̃_j = P_j[B_j c_j] = Z_j'V⁻¹[X y],
 *
 * <pre>
 *   Σ log|M_j|   Σ U_j'U_j   Σ N_j   Σ N_j⊗N_j   Σ R̃_j⊗R̃_j   Σ N_j⊗R̃_j⊗R̃_j
 * </pre>
 *
 * from which g_j = R̃_j(−β̂, 1)' and B̂_j = R̃_jL_XX⁻ᵀ are put in afterwards. All products are symmetric and stored once.
 * For levels that are spread over machines: moments add.
 *
 * <p><b>Cost</b> about q⁴r²/4 per level for q effects and r = p + 1 columns of [X y]; as many numbers to send.
 * <b>Source</b> docs/math/likelihood.md#one-factor
 */
public final class GroupMoments {
    private static final int LOG_DETERMINANT = 0;

    private final int q;
    private final int r;
    private final int pairs; // of effects
    private final double[] numbers;

    private GroupMoments(int q, int r, double[] numbers) {
        this.q = q;
        this.r = r;
        this.pairs = q * (q + 1) / 2;
        this.numbers = numbers;
    }

    /** The moments of no levels, for q effects and r columns of [X y]. */
    public static GroupMoments zero(int q, int r) {
        return new GroupMoments(q, r, new double[Math.toIntExact(size(q, r))]);
    }

    /** Moments from their {@link #numbers}. */
    public static GroupMoments of(int q, int r, double[] numbers) {
        if (numbers.length != size(q, r)) {
            throw new IllegalArgumentException(numbers.length + " numbers instead of " + size(q, r));
        }
        return new GroupMoments(q, r, numbers);
    }

    /** How many numbers there are. */
    public static long size(int q, int r) {
        long pairs = (long) q * (q + 1) / 2;
        long products = (long) q * r * ((long) q * r + 1) / 2;
        return 1 + (long) r * (r + 1) / 2 + pairs + pairs * pairs + products + pairs * products;
    }

    /** The moments of the levels of a block, with r columns of [X y], at λ, q×q lower triangular. */
    public static GroupMoments of(CrossProducts.Block block, int r, double[] lambda) {
        int q = block.effects();
        int size = Math.toIntExact(size(q, r));
        return new GroupMoments(q, r, new SweepSums(block, r, 1).sum(lambda, size, () -> reader(q, r)));
    }

    private static SweepSums.Reader reader(int q, int r) {
        double[] product = new double[LevelSweep.WIDTH];
        GroupMoments places = new GroupMoments(q, r, new double[0]);
        return (sweep, numbers) -> {
            sweep.reduce();
            numbers[LOG_DETERMINANT] += sweep.logDeterminants();
            places.addTaken(sweep, numbers);
            places.addInformation(sweep, numbers);
            places.addReached(sweep, product, numbers);
        };
    }

    /** Adds the moments of other levels. */
    public void add(GroupMoments other) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += other.numbers[i];
        }
    }

    /** All numbers, to be sent; not to be written. */
    public double[] numbers() {
        return numbers;
    }

    private void addTaken(LevelSweep sweep, double[] numbers) {
        for (int k = 0, at = 1; k < r; k++, at += k) {
            for (int a = 0; a < q; a++) {
                Lanes.addDots(sweep.size(), sweep.taken()[k * q + a], sweep.taken(), a, q, k + 1, numbers, at);
            }
        }
    }

    private void addInformation(LevelSweep sweep, double[] numbers) {
        double[][] n = sweep.information();
        int first = 1 + r * (r + 1) / 2;
        for (int i = 0; i < pairs; i++) {
            numbers[first + i] += Lanes.sum(sweep.size(), n[i]);
            Lanes.addDots(sweep.size(), n[i], n, 0, 1, pairs, numbers, first + pairs + i * pairs);
        }
    }

    private void addReached(LevelSweep sweep, double[] product, double[] numbers) {
        int at = 1 + r * (r + 1) / 2 + pairs + pairs * pairs;
        for (int i = 0; i < q * r; i++) {
            for (int h = 0; h <= i; h++) {
                Lanes.multiply(sweep.size(), sweep.reached()[i], sweep.reached()[h], product);
                numbers[at++] += Lanes.sum(sweep.size(), product);
                Lanes.addDots(sweep.size(), product, sweep.information(), 0, 1, pairs, numbers, at);
                at += pairs;
            }
        }
    }

    /** Σ log|M_j|; not finite if some M_j is not positive definite. */
    public double logDeterminant() {
        return numbers[LOG_DETERMINANT];
    }

    /** Entry of Σ U_j'U_j. */
    public double taken(int k, int h) {
        return numbers[1 + SweepSums.product(k, h)];
    }

    /** Entry of Σ N_j. */
    public double information(int a, int b) {
        return numbers[1 + r * (r + 1) / 2 + pair(a, b)];
    }

    /** Entry of Σ N_j⊗N_j: N_ab·N_cd. */
    public double information(int a, int b, int c, int d) {
        return numbers[1 + r * (r + 1) / 2 + pairs + pair(a, b) * pairs + pair(c, d)];
    }

    /** Entry of Σ R̃_j⊗R̃_j: R̃_ak·R̃_bh. */
    public double reached(int a, int k, int b, int h) {
        return numbers[product(a, k, b, h)];
    }

    /** Entry of Σ N_j⊗R̃_j⊗R̃_j: N_cd·R̃_ak·R̃_bh. */
    public double reached(int c, int d, int a, int k, int b, int h) {
        return numbers[product(a, k, b, h) + 1 + pair(c, d)];
    }

    /** Where R̃_ak·R̃_bh is; its products with the entries of N follow. */
    private int product(int a, int k, int b, int h) {
        int start = 1 + r * (r + 1) / 2 + pairs + pairs * pairs;
        return start + (1 + pairs) * SweepSums.product(k * q + a, h * q + b);
    }

    private int pair(int a, int b) {
        return SweepSums.pair(q, a, b);
    }
}
