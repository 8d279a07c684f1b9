package dev.echelon.internal.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {

    @Test
    void decompositionReproducesTheMatrix() {
        for (int n : new int[] {1, 2, 3, 10, 40}) {
            double[] a = random(n);
            double[] values = new double[n];
            double[] vectors = new double[n * n];
            SymmetricEigen.decompose(n, a.clone(), values, vectors);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double product = 0;
                    double inner = 0;
                    for (int k = 0; k < n; k++) {
                        product += vectors[i + k * n] * values[k] * vectors[j + k * n];
                        inner += vectors[k + i * n] * vectors[k + j * n];
                    }
                    assertThat(product).isEqualTo(a[i + j * n], within(1e-12));
                    assertThat(inner).isEqualTo(i == j ? 1 : 0, within(1e-13));
                }
            }
        }
    }

    @Test
    void gradedMatrixKeepsItsSmallEigenvalue() {
        // determinant 1e-12·(1 − 0.25) and trace 1 + 1e-12: the smaller eigenvalue is 0.75e-12 up to 1e-24
        double[] values = new double[2];
        SymmetricEigen.decompose(2, new double[] {1, 0.5e-6, 0.5e-6, 1e-12}, values, new double[4]);
        assertThat(Math.min(values[0], values[1])).isEqualTo(0.75e-12, within(1e-23));
    }

    private static double[] random(int n) {
        Random random = new Random(n);
        double[] a = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i <= j; i++) {
                a[i + j * n] = random.nextGaussian();
                a[j + i * n] = a[i + j * n];
            }
        }
        return a;
    }
}
