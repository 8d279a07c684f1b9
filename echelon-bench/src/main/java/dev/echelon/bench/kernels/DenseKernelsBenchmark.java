package dev.echelon.bench.kernels;

import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per operation of each dense kernel on square blocks. Operations that overwrite their input include one copy of
 * the block. Multiplications and additions per call: potrf n³/3, potri 2n³/3, syrk and trsm n³, gemm 2n³.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DenseKernelsBenchmark {
    /** Which kernels; {@code openblas} needs the library of this platform. */
    @Param({"java", "openblas"})
    public String provider = "java";

    /** The order of the blocks. */
    @Param({"50", "137", "300", "600", "1144", "2000"})
    public int n;

    private DenseKernels kernels = Kernels.java();
    private double[] definite = {};
    private double[] factor = {};
    private double[] target = {};
    private double[] other = {};

    /** Called by the harness. */
    public DenseKernelsBenchmark() {}

    /** A diagonally dominant matrix, its factor and a random one. */
    @Setup
    public void prepare() {
        System.setProperty(Kernels.PROPERTY, provider);
        kernels = Kernels.best(n);
        if (!kernels.name().equals(provider)) {
            throw new IllegalStateException("The kernels '" + provider + "' are not available: " + Kernels.status());
        }
        Random random = new Random(1);
        definite = random.doubles((long) n * n).map(x -> x - 0.5).toArray();
        other = definite.clone();
        for (int j = 0; j < n; j++) {
            definite[j + j * n] = n;
        }
        factor = definite.clone();
        kernels.potrf(n, factor, 0, n);
        target = new double[n * n];
    }

    /** Cholesky factor. */
    @Benchmark
    public int potrf() {
        System.arraycopy(definite, 0, target, 0, target.length);
        return kernels.potrf(n, target, 0, n);
    }

    /** Inverse from the factor. */
    @Benchmark
    public double[] potri() {
        System.arraycopy(factor, 0, target, 0, target.length);
        kernels.potri(n, target, 0, n);
        return target;
    }

    /** C + AA'. */
    @Benchmark
    public double[] syrk() {
        kernels.syrk(n, n, 1e-6, other, 0, n, target, 0, n);
        return target;
    }

    /** C + A'A. */
    @Benchmark
    public double[] syrkTransposed() {
        kernels.syrkTransposed(n, n, 1e-6, other, 0, n, target, 0, n);
        return target;
    }

    /** C + AB. */
    @Benchmark
    public double[] gemm() {
        kernels.gemm(n, n, n, 1e-6, other, 0, n, definite, 0, n, target, 0, n);
        return target;
    }

    /** L⁻¹B. */
    @Benchmark
    public double[] trsmLeftLower() {
        System.arraycopy(other, 0, target, 0, target.length);
        kernels.trsmLeftLower(n, n, factor, 0, n, target, 0, n);
        return target;
    }

    /** L⁻ᵀB. */
    @Benchmark
    public double[] trsmLeftLowerTransposed() {
        System.arraycopy(other, 0, target, 0, target.length);
        kernels.trsmLeftLowerTransposed(n, n, factor, 0, n, target, 0, n);
        return target;
    }

    /** BL⁻ᵀ. */
    @Benchmark
    public double[] trsmRightLowerTransposed() {
        System.arraycopy(other, 0, target, 0, target.length);
        kernels.trsmRightLowerTransposed(n, n, factor, 0, n, target, 0, n);
        return target;
    }
}
