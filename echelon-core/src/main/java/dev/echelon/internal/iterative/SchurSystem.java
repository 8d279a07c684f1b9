package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.Arrays;

/**
 * The mixed-model equations at one θ with the chain eliminated exactly: A = I + Λ_t'SΛ_t, S = Z_t'V_c⁻¹Z_t, applied to
 * eight vectors as sparse products, and in the scale of a preconditioner P = FF' as Ã = F⁻¹AF⁻ᵀ.
 *
 * <p><b>Source</b> docs/math/iterative.md
 */
final class SchurSystem {
    final Gram gram;
    final ChainElimination chain;
    final Preconditioner preconditioner;
    private final double[][] lambda;
    private final double[] tailScratch;
    private final double[] tailProduct;
    private final double[] chainScratch;

    SchurSystem(Gram gram, IterativeOptions options, double[][] lambda) {
        this.gram = gram;
        this.chain = new ChainElimination(gram);
        this.preconditioner = new Preconditioner(gram, new HeadProducts(gram, options));
        this.lambda = lambda;
        this.tailScratch = Lanes.of(gram.split.tailRows());
        this.tailProduct = Lanes.of(gram.split.tailRows());
        this.chainScratch = Lanes.of(gram.split.chainRows());
    }

    /** Factors chain and preconditioner at the λ that the array given to the constructor now has. */
    boolean factor() {
        return chain.factor(lambda) && preconditioner.factor(lambda, chain.inverse[0]);
    }

    /** out := Ãx. */
    void multiply(double[] x, double[] out) {
        System.arraycopy(x, 0, out, 0, x.length);
        preconditioner.solveTransposed(out);
        System.arraycopy(out, 0, tailScratch, 0, out.length);
        timesLambda(false, tailScratch);
        schurProduct(tailScratch, tailProduct);
        timesLambda(true, tailProduct);
        Lanes.axpy(Lanes.all(1), tailProduct, out, gram.threads);
        preconditioner.solve(out);
    }

    /** out := Sx. */
    void schurProduct(double[] x, double[] out) {
        Arrays.fill(out, 0);
        gram.tailFromTail(1, x, out);
        chainProduct(x, chainScratch);
        chain.solve(chainScratch);
        gram.tailFromChain(-1, chainScratch, out);
    }

    private void chainProduct(double[] x, double[] out) {
        Arrays.fill(out, 0);
        gram.chainFromTail(1, x, out);
    }

    /** out := Z_c'V_c⁻¹Z_t x. */
    void crossProduct(double[] x, double[] out) {
        chainProduct(x, out);
        System.arraycopy(out, 0, chainScratch, 0, out.length);
        chain.solve(chainScratch);
        gram.chainFromChain(-1, chainScratch, out);
    }

    /** x := Λ_t x or Λ_t'x. */
    void timesLambda(boolean transposed, double[] x) {
        for (int f : gram.split.tail()) {
            CrossProducts.Block block = gram.data.block(f);
            Blocks.timesLambda(
                    block.levels(),
                    block.effects(),
                    lambda[f],
                    transposed,
                    x,
                    gram.split.first()[f],
                    gram.threads);
        }
    }

    /**
     * b := Λ(Λ'Z'ZΛ + I)⁻¹Λ'm for right-hand sides m = Z'·(eight columns), in place.
     *
     * @param chainPart of m, then of b
     * @param tailPart of m, then of b
     * @return how the conjugate gradients went
     */
    ConjugateGradients solve(double[] chainPart, double[] tailPart, double tolerance) {
        System.arraycopy(chainPart, 0, chainScratch, 0, chainPart.length);
        chain.solve(chainScratch);
        gram.tailFromChain(-1, chainScratch, tailPart);
        timesLambda(true, tailPart);
        preconditioner.solve(tailPart);
        double[] x = Lanes.of(gram.split.tailRows());
        ConjugateGradients run = new ConjugateGradients(this, gram.threads, tolerance);
        run.solve(tailPart, x);
        preconditioner.solveTransposed(x);
        timesLambda(false, x);
        System.arraycopy(x, 0, tailPart, 0, x.length);
        gram.chainFromTail(-1, tailPart, chainPart);
        chain.solve(chainPart);
        return run;
    }
}
