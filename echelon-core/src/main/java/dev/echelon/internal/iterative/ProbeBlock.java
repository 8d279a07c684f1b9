package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Eight random sign vectors r and what they estimate at one θ: log|A| and, for every factor, Σ_j Z_j'V⁻¹Z_j. The signs
 * depend on seed and number of the probe only, so that all estimates are smooth functions of θ.
 *
 * <p>With E = I − Ã, whose diagonal blocks are zero, r'Er has mean zero and is what most of the noise of a plain probe
 * consists of; it is taken away from both.
 *
 * <p><b>Source</b> docs/math/iterative.md#probes
 */
final class ProbeBlock {
    private static final int W = Lanes.WIDTH;

    private final SchurSystem system;
    private final Split split;
    /** Per lane: estimate of log|A|. */
    final double[] logDeterminants = new double[W];
    /** Per factor and lane: estimate of Σ_j Z_j'V⁻¹Z_j, q×q. */
    final double[][][] information;

    int iterations;

    private ProbeBlock(SchurSystem system) {
        this.system = system;
        this.split = system.gram.split;
        CrossProducts data = system.gram.data;
        this.information = new double[data.factors()][W][];
        for (int f = 0; f < data.factors(); f++) {
            int q = data.block(f).effects();
            for (int k = 0; k < W; k++) {
                information[f][k] = new double[q * q];
            }
        }
    }

    /**
     * What does not depend on the probes: formed once for each θ.
     *
     * @param lambda per factor
     * @param chainInformation per chain factor: Σ_j Z_j'V_c⁻¹Z_j
     * @param inverseBlocks per tail factor: (P⁻¹)_jj
     * @param leafForms Q_j = R_jΛP⁻¹Λ'R_j' of the leaf; empty for a chain of several factors
     * @param leafForm Σ_j K_jΛP⁻¹Λ'K_j', with K_j = (I − AW)R_j; empty for a chain of several factors
     */
    record Known(
            double[][] lambda,
            double[][] chainInformation,
            double[][] inverseBlocks,
            double[] leafForms,
            double[] leafForm) {

        static Known of(SchurSystem system, double[][] lambda) {
            double[] headInverse = system.preconditioner.headInverse();
            double[][] blocks = system.preconditioner.inverseBlocks(headInverse);
            double[][] information = system.chain.information();
            if (system.gram.split.chain().length > 1) {
                return new Known(lambda, information, blocks, new double[0], new double[0]);
            }
            double[] forms =
                    new LeafForms(system.gram, system.preconditioner.head()).compute(lambda, blocks, headInverse);
            return new Known(lambda, information, blocks, forms, system.chain.sumOfProjected(forms));
        }
    }

    /** Runs the probes 8·block, …, 8·block + 7. */
    static ProbeBlock run(SchurSystem system, Known known, long seed, int block, double tolerance) {
        ProbeBlock probes = new ProbeBlock(system);
        probes.compute(known, seed, block, tolerance);
        return probes;
    }

    /** Eight columns of signs. */
    static double[] signs(int rows, long seed, int block) {
        double[] signs = Lanes.of(rows);
        for (int k = 0; k < W; k++) {
            UniformRandomProvider source =
                    RandomSource.XO_SHI_RO_256_PP.create(new long[] {seed, (long) block * W + k, 1, 2});
            source.nextLong();
            for (int i = 0; i < 8; i++) {
                source.nextLong(); // seeds that differ in one bit need a few steps to part
            }
            long bits = 0;
            for (int i = 0; i < rows; i++) {
                bits = i % 64 == 0 ? source.nextLong() : bits >>> 1;
                signs[i * W + k] = (bits & 1) == 0 ? 1 : -1;
            }
        }
        return signs;
    }

    /**
     * Solutions for eight probes.
     *
     * @param signs r
     * @param run the conjugate gradients
     * @param solved a = A⁻¹Fr
     * @param plain b = P⁻¹Fr; the mean of ab' is A⁻¹
     * @param left a − b
     * @param right F⁻ᵀEr, or b with a longer chain; the mean of left·right' is A⁻¹ − P⁻¹ in the blocks of the levels
     */
    record Solutions(
            double[] signs, ConjugateGradients run, double[] solved, double[] plain, double[] left, double[] right) {

        static Solutions of(SchurSystem system, long seed, int block, double tolerance) {
            int rows = system.gram.split.tailRows();
            int threads = system.gram.threads;
            double[] r = ProbeBlock.signs(rows, seed, block);
            double[] solved = Lanes.of(rows);
            ConjugateGradients run = new ConjugateGradients(system, threads, tolerance).keepingFirstProduct();
            run.solve(r.clone(), solved);
            system.preconditioner.solveTransposed(solved);
            double[] plain = r.clone();
            system.preconditioner.solveTransposed(plain);
            double[] difference = solved.clone();
            Lanes.axpy(Lanes.all(-1), plain, difference, threads);
            if (system.gram.split.chain().length > 1) {
                return new Solutions(r, run, solved, plain, difference, plain);
            }
            double[] first = run.firstProduct(); // Ãr = r − Er
            double[] minus = Lanes.all(-1);
            Lanes.xpay(r, minus, first, threads);
            system.preconditioner.solveTransposed(first);
            return new Solutions(r, run, solved, plain, difference, first);
        }
    }

    private void compute(Known known, long seed, int block, double tolerance) {
        Solutions found = Solutions.of(system, seed, block, tolerance);
        ConjugateGradients run = found.run;
        iterations = run.iterations();
        for (int k = 0; k < W; k++) {
            double control = split.chain().length == 1 ? run.rayleigh(k) - split.tailRows() : 0;
            logDeterminants[k] = system.preconditioner.logDeterminant() + run.logForm(k) - control;
        }
        tail(known, found);
        chain(known, found.solved, found.plain);
    }

    /** λ⁻ᵀ(mI − ΣC_jj)λ⁻¹ with C_jj = (P⁻¹)_jj and a remainder, or the form without division where λ is nearly singular. */
    private void tail(Known known, Solutions found) {
        double[][] direct = new double[0][];
        for (int t = 0; t < split.tail().length; t++) {
            int f = split.tail()[t];
            CrossProducts.Block block = system.gram.data.block(f);
            int q = block.effects();
            if (isRegular(q, known.lambda[f])) {
                double[][] sums = new double[W][q * q];
                Blocks.addOuter(block.levels(), q, found.left, found.right, split.first()[f], sums);
                double[] exact = new double[q * q];
                for (int i = 0; i < known.inverseBlocks[t].length; i++) {
                    exact[i % (q * q)] += known.inverseBlocks[t][i];
                }
                for (int k = 0; k < W; k++) {
                    byInverse(q, block.levels(), known.lambda[f], exact, sums[k], information[f][k]);
                }
            } else {
                direct = direct.length > 0 ? direct : directVectors(found);
                directly(known, t, f, direct);
            }
        }
    }

    private static void byInverse(int q, int levels, double[] l, double[] exact, double[] remainder, double[] out) {
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                double symmetric = (remainder[b * q + a] + remainder[a * q + b]) / 2;
                out[b * q + a] = (a == b ? levels : 0) - exact[b * q + a] - symmetric;
            }
        }
        double[] half = transposedSolve(q, l, out);
        double[] turned = new double[q * q];
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                turned[a * q + b] = half[b * q + a];
            }
        }
        System.arraycopy(transposedSolve(q, l, turned), 0, out, 0, q * q);
    }

    /** λ⁻ᵀx. */
    private static double[] transposedSolve(int q, double[] l, double[] x) {
        double[] out = x.clone();
        for (int c = 0; c < q; c++) {
            for (int i = q - 1; i >= 0; i--) {
                for (int h = i + 1; h < q; h++) {
                    out[c * q + i] -= l[i * q + h] * out[c * q + h];
                }
                out[c * q + i] /= l[i * q + i];
            }
        }
        return out;
    }

    /** GNΛa, GNΛb and, with a longer chain, GNG'r and r; N = S_P − S and G = I − S_PΛP⁻¹Λ'. */
    private double[][] directVectors(Solutions found) {
        double[] a = found.solved.clone();
        double[] b = found.plain.clone();
        system.timesLambda(false, a);
        system.timesLambda(false, b);
        double[] left = projected(missing(a), false);
        double[] right = projected(missing(b), false);
        if (split.chain().length == 1) { // then the diagonal blocks of GNG' are zero
            return new double[][] {left, right};
        }
        double[] own = projected(missing(projected(found.signs.clone(), true)), false);
        return new double[][] {left, right, own, found.signs};
    }

    /** Nx. */
    private double[] missing(double[] x) {
        double[] full = Lanes.of(split.tailRows());
        double[] known = Lanes.of(split.tailRows());
        system.schurProduct(x, full);
        system.preconditioner.schurProduct(x, known);
        Lanes.axpy(Lanes.all(-1), full, known, system.gram.threads);
        return known;
    }

    /** Gx or G'x. */
    private double[] projected(double[] x, boolean transposed) {
        double[] inner = x.clone();
        double[] product = Lanes.of(split.tailRows());
        if (transposed) {
            system.preconditioner.schurProduct(inner, product);
            System.arraycopy(product, 0, inner, 0, product.length);
        }
        system.timesLambda(true, inner);
        system.preconditioner.solve(inner);
        system.preconditioner.solveTransposed(inner);
        system.timesLambda(false, inner);
        if (!transposed) {
            system.preconditioner.schurProduct(inner, product);
            System.arraycopy(product, 0, inner, 0, product.length);
        }
        Lanes.axpy(Lanes.all(-1), inner, x, system.gram.threads);
        return x;
    }

    /** Σ_j [(S_P − S_PΛP⁻¹Λ'S_P)_jj − (GNG')_jj − (GNΛa)_j(GNΛb)_j']. */
    private void directly(Known known, int t, int f, double[][] direct) {
        CrossProducts.Block block = system.gram.data.block(f);
        int q = block.effects();
        double[][] sums = new double[W][q * q];
        for (int i = 0; i < direct.length; i += 2) {
            Blocks.addOuter(block.levels(), q, direct[i], direct[i + 1], split.first()[f], sums);
        }
        double[] exact = system.preconditioner.sumOfProjected(t, known.lambda);
        for (int k = 0; k < W; k++) {
            subtractSymmetric(q, exact, sums[k], information[f][k]);
        }
    }

    private static void subtractSymmetric(int q, double[] exact, double[] sums, double[] out) {
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                out[b * q + a] = exact[b * q + a] - (sums[b * q + a] + sums[a * q + b]) / 2;
            }
        }
    }

    /** Σ_j [Z_j'V_c⁻¹Z_j − K_jΛP⁻¹Λ'K_j' − (KΛ(a − b))_j(KΛb)_j'] with K = Z_c'V_c⁻¹Z_t. */
    private void chain(Known known, double[] solved, double[] plain) {
        boolean controlled = known.leafForm.length > 0;
        if (controlled) {
            Lanes.axpy(Lanes.all(-1), plain, solved, system.gram.threads);
        }
        system.timesLambda(false, solved);
        system.timesLambda(false, plain);
        double[] left = Lanes.of(split.chainRows());
        double[] right = Lanes.of(split.chainRows());
        system.crossProduct(solved, left);
        system.crossProduct(plain, right);
        for (int i = 0; i < split.chain().length; i++) {
            int f = split.chain()[i];
            CrossProducts.Block block = system.gram.data.block(f);
            int q = block.effects();
            double[][] sums = new double[W][q * q];
            Blocks.addOuter(block.levels(), q, left, right, split.first()[f], sums);
            double[] exact = known.chainInformation[i].clone();
            for (int s = 0; controlled && s < exact.length; s++) {
                exact[s] -= known.leafForm[s];
            }
            for (int k = 0; k < W; k++) {
                subtractSymmetric(q, exact, sums[k], information[f][k]);
            }
        }
    }

    /** Whether λ may be divided by; see ScoreMatrices. */
    static boolean isRegular(int q, double[] l) {
        double largest = Arrays.stream(l).map(Math::abs).max().orElse(0);
        for (int k = 0; k < q; k++) {
            if (Math.abs(l[k * q + k]) <= 1e-3 * Math.max(1, largest)) {
                return false;
            }
        }
        return true;
    }
}
