package dev.echelon.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.table.Csv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.junit.jupiter.api.Test;

/** A is read off column by column, by drawing with unit vectors instead of normal numbers. */
class GramRootTest {
    /** Returns 1 at one call and 0 at all others. */
    private static final class Unit implements SharedStateContinuousSampler {
        private int left;

        Unit(int left) {
            this.left = left;
        }

        @Override
        public double sample() {
            return left-- == 0 ? 1 : 0;
        }

        @Override
        public SharedStateContinuousSampler withUniformRandomProvider(UniformRandomProvider random) {
            return this;
        }
    }

    private static CrossProducts products(String formula, String file, String... factors) {
        Path folder = Path.of(System.getProperty("echelon.root", "")).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.resolve("..").normalize();
        }
        EncodingOptions options = EncodingOptions.DEFAULTS;
        for (String factor : factors) {
            options = options.withFactor(factor);
        }
        Design design = Encoding.train(
                        Formula.parse(formula), Csv.read(folder.resolve("data").resolve(file)), options)
                .rows()
                .design();
        List<GroupingFactor> groups = GroupingFactor.of(design);
        return CrossProducts.of(design, groups, Conditioning.learn(design, groups));
    }

    private static double[] flat(GramRoot.Draw draw) {
        double[] all = new double[0];
        for (double[] part : draw.effects()) {
            all = append(all, part);
        }
        return append(all, draw.fixed());
    }

    private static double[] append(double[] a, double[] b) {
        double[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    /** Entries of [Z X]'W[Z X]: within the first and second factor, between them, with X and of X. */
    private static void assertRoot(CrossProducts data, int rank) {
        GramRoot root = new GramRoot(data);
        assertThat(root.rank()).isEqualTo(rank);
        int size = flat(root.sample(new Unit(0))).length;
        double[] gram = new double[size * size];
        for (int k = 0; k < rank; k++) {
            GramRoot.Draw draw = root.sample(new Unit(k));
            assertThat(draw.square()).isEqualTo(1);
            double[] a = flat(draw);
            for (int i = 0; i < size * size; i++) {
                gram[i] += a[i / size] * a[i % size];
            }
        }
        assertThat(root.sample(new Unit(rank)).square()).isZero();
        int x = size - data.fixedColumns();
        int start = 0;
        for (int f = 0; f < data.factors(); f++) {
            assertFactor(data, f, start, x, size, gram);
            int next = start + data.block(f).levels() * data.block(f).effects();
            if (f + 1 < data.factors()) {
                assertCoupling(data, f, start, next, size, gram);
            }
            start = next;
        }
        for (int k = 0; k < data.fixedColumns(); k++) {
            assertThat(gram[(x + k) * size + x]).isCloseTo(data.fixed()[k], within(1e-9));
        }
    }

    private static void assertFactor(CrossProducts data, int f, int start, int x, int size, double[] gram) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        int p = data.fixedColumns();
        for (int j = 0; j < block.levels(); j++) {
            for (int a = 0; a < q; a++) {
                int row = (start + j * q + a) * size;
                for (int b = 0; b < q; b++) {
                    assertThat(gram[row + start + j * q + b]).isCloseTo(block.own()[(j * q + b) * q + a], within(1e-9));
                }
                for (int k = 0; k < p; k++) {
                    assertThat(gram[row + x + k]).isCloseTo(block.withFixed()[(j * (p + 1) + k) * q + a], within(1e-9));
                }
            }
        }
    }

    private static void assertCoupling(CrossProducts data, int f, int start, int next, int size, double[] gram) {
        CrossProducts.Coupling coupling = data.coupling(f, f + 1);
        int qf = data.block(f).effects();
        int qg = data.block(f + 1).effects();
        for (int j = 0; j < data.block(f).levels(); j++) {
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int column = next + coupling.level()[e] * qg;
                assertThat(gram[(start + j * qf) * size + column])
                        .isCloseTo(coupling.values()[e * qg * qf], within(1e-9));
            }
        }
    }

    /** Slopes span the fixed effects: 18 subjects × 2 effects. */
    @Test
    void rootOfOneFactorReproducesItsCrossProducts() {
        assertRoot(products("Reaction ~ Days + (Days | Subject)", "sleepstudy.csv", "Subject"), 36);
    }

    /** 24 plates and 6 samples share the constant. */
    @Test
    void rootOfCrossedFactorsReproducesTheirCrossProducts() {
        assertRoot(products("diameter ~ 1 + (1 | plate) + (1 | sample)", "penicillin.csv", "plate", "sample"), 29);
    }

    /** 18 plots span blocks and varieties; nitrogen adds one. */
    @Test
    void rootOfNestedFactorsReproducesTheirCrossProducts() {
        assertRoot(products("yield ~ nitro + Variety + (1 | Block/Variety)", "oats.csv", "Block", "Variety"), 19);
    }
}
