package dev.echelon.internal.likelihood;

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
    /** Levels whose moments are summed before they are added to the others, which bounds rounding. */
    private static final int CHUNK = 1024;

    private static final int LOG_DETERMINANT = 0;

    private final int q;
    private final int r;
    private final int pairs; // of effects
    private final int products; // of entries of R̃
    private final double[] numbers;

    private GroupMoments(int q, int r, double[] numbers) {
        this.q = q;
        this.r = r;
        this.pairs = q * (q + 1) / 2;
        this.products = q * r * (q * r + 1) / 2;
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
        GroupMoments sum = zero(block.effects(), r);
        for (int from = 0; from < block.levels(); from += CHUNK) {
            sum.add(new LevelSweep(block, lambda, r).moments(from, Math.min(block.levels(), from + CHUNK)));
        }
        return sum;
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

    /** Adds a level, whose matrices are column-major: U and R̃ q×r, N q×q. */
    void addLevel(double determinant, double[] u, double[] n, double[] reached) {
        numbers[LOG_DETERMINANT] += determinant > 0 ? Math.log(determinant) : Double.POSITIVE_INFINITY;
        int at = 1;
        for (int k = 0; k < r; k++) {
            for (int h = 0; h <= k; h++) {
                double sum = 0;
                for (int a = 0; a < q; a++) {
                    sum += u[k * q + a] * u[h * q + a];
                }
                numbers[at++] += sum;
            }
        }
        int first = at;
        int second = first + pairs;
        int third = second + pairs * pairs;
        int fourth = third + products;
        for (int i = 0; i < q * r; i++) {
            for (int h = 0; h <= i; h++) {
                double x = reached[i] * reached[h];
                numbers[third++] += x;
                for (int b = 0, e = fourth; b < q; b++) {
                    for (int a = b; a < q; a++, e += products) {
                        numbers[e] += n[b * q + a] * x;
                    }
                }
                fourth++;
            }
        }
        for (int b = 0; b < q; b++) {
            for (int a = b; a < q; a++) {
                double x = n[b * q + a];
                numbers[first++] += x;
                for (int d = 0; d < q; d++) {
                    for (int c = d; c < q; c++) {
                        numbers[second++] += x * n[d * q + c];
                    }
                }
            }
        }
    }

    /** Σ log|M_j|; infinite if some M_j is not positive definite. */
    double logDeterminant() {
        return numbers[LOG_DETERMINANT];
    }

    /** Entry of Σ U_j'U_j. */
    double taken(int k, int h) {
        return numbers[1 + triangle(Math.max(k, h), Math.min(k, h))];
    }

    /** Entry of Σ N_j. */
    double information(int a, int b) {
        return numbers[1 + r * (r + 1) / 2 + pair(a, b)];
    }

    /** Entry of Σ N_j⊗N_j: N_ab·N_cd. */
    double information(int a, int b, int c, int d) {
        return numbers[1 + r * (r + 1) / 2 + pairs + pair(a, b) * pairs + pair(c, d)];
    }

    /** Entry of Σ R̃_j⊗R̃_j: R̃_ak·R̃_bh. */
    double reached(int a, int k, int b, int h) {
        return numbers[1 + r * (r + 1) / 2 + pairs + pairs * pairs + product(a, k, b, h)];
    }

    /** Entry of Σ N_j⊗R̃_j⊗R̃_j: N_cd·R̃_ak·R̃_bh. */
    double reached(int c, int d, int a, int k, int b, int h) {
        int start = 1 + r * (r + 1) / 2 + pairs + pairs * pairs + products;
        return numbers[start + pair(c, d) * products + product(a, k, b, h)];
    }

    private int product(int a, int k, int b, int h) {
        int i = k * q + a;
        int j = h * q + b;
        return triangle(Math.max(i, j), Math.min(i, j));
    }

    private int pair(int a, int b) {
        int row = Math.max(a, b);
        int column = Math.min(a, b);
        return column * q - column * (column - 1) / 2 + row - column;
    }

    private static int triangle(int row, int column) {
        return row * (row + 1) / 2 + column;
    }
}
