package dev.echelon.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.DenseKernelsContract;
import dev.echelon.internal.linalg.Kernels;
import dev.echelon.internal.linalg.NaiveKernels;
import org.junit.jupiter.api.Test;

class OpenBlasKernelsTest implements DenseKernelsContract {
    private static final DenseKernels NATIVE = OpenBlasKernels.load(1, 0);

    @Override
    public DenseKernels kernels() {
        return NATIVE;
    }

    @Test
    void agreesWithJava() {
        for (int n : new int[] {31, 137, 300, 513}) {
            double[] nativeResult = NaiveKernels.positiveDefinite(21, n, 100);
            double[] javaResult = nativeResult.clone();
            for (DenseKernels kernels : new DenseKernels[] {NATIVE, Kernels.java()}) {
                double[] a = kernels == NATIVE ? nativeResult : javaResult;
                assertThat(kernels.potrf(n, a, 0, n)).isZero();
                kernels.potri(n, a, 0, n);
            }
            // The inverse has elements up to 100, the condition number.
            assertThat(nativeResult).containsExactly(javaResult, offset(1e-12 * 100));
        }
    }

    @Test
    void largeBlocksAreGivenToTheNativeKernels() {
        assertThat(Kernels.best(1000).name()).isEqualTo("openblas");
        assertThat(Kernels.status()).isEqualTo("openblas");
        assertThat(Kernels.best(40).name()).isEqualTo("java");
        assertThat(Kernels.forWork(1000, 1e6).name()).isEqualTo("java");
    }

    @Test
    void thePropertyChoosesTheKernels() {
        String before = System.getProperty(Kernels.PROPERTY, "auto");
        try {
            System.setProperty(Kernels.PROPERTY, "java");
            assertThat(Kernels.best(1000).name()).isEqualTo("java");
            System.setProperty(Kernels.PROPERTY, "openblas");
            assertThat(Kernels.best(10).name()).isEqualTo("openblas");
        } finally {
            System.setProperty(Kernels.PROPERTY, before);
        }
    }
}
