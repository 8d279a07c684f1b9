package dev.echelon.internal.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.golden.TestFiles;
import dev.echelon.result.Finding;
import dev.echelon.result.ResidualCovariance;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Optima at bounds of the R side, and rows of large subjects that are independent. */
class BoundsTest {

    private static List<ResidualCovariance.Parameter> parameters(LmmFit fit) {
        return fit.residual().orElseThrow().parameters();
    }

    /** R's nlme: gls(FEV1 ~ ARMCD, corExp(form = ~VISITN | USUBJID, nugget = TRUE)) ends at 3855.124340, nugget 3.6e-8. */
    @Test
    void nuggetThatIsNotThereIsExactlyZeroAndTested() {
        String formula = "FEV1 ~ ARMCD + repeated(exp(VISITN | USUBJID";
        Table table = TestFiles.table("fev.csv");
        LmmFit with = Lmm.of(formula + ", nugget = TRUE))").fit(table);
        LmmFit without = Lmm.of(formula + "))").fit(table);

        assertThat(with.objective()).isCloseTo(without.objective(), within(1e-8));
        assertThat(parameters(with).get(2).estimate()).isZero();
        assertThat(parameters(with).get(2).stdError()).isNaN();
        assertThat(parameters(with).get(1).stdError())
                .isCloseTo(parameters(without).get(1).stdError(), within(1e-6));
        assertThat(with.convergence().status()).isEqualTo("converged-boundary");
        assertThat(with.convergence().kkt()).isPositive();
        assertThat(with.findings()).extracting(Finding::id).contains("residual-at-bound");
    }

    /** Sums of random walks are smoother than any exponential correlation of finite range allows. */
    @Test
    void rangeWithoutEndIsSaidSo() {
        LmmFit fit = Lmm.of("y ~ g + repeated(exp(x | g))").factors("g").fit(walks());

        assertThat(fit.convergence().converged()).isFalse();
        assertThat(fit.findings())
                .filteredOn(f -> f.id().equals("residual-drifts"))
                .anySatisfy(f -> assertThat(f.message()).contains("'range'", "has no optimum"));
    }

    /** One factor with specific variances at the first visit's bound: a Heywood case. */
    @Test
    void specificVarianceOfHeywoodCaseIsExactlyZero() {
        LmmFit fit = Lmm.of("FEV1 ~ ARMCD + repeated(fa(AVISIT | USUBJID))").fit(TestFiles.table("fev.csv"));

        assertThat(parameters(fit).get(4).name()).isEqualTo("specific(VIS1)");
        assertThat(parameters(fit).get(4).estimate()).isZero();
        assertThat(fit.convergence().converged()).isTrue();
        assertThat(fit.convergence().kkt()).isPositive();
    }

    /** R's nlme: gls(weight ~ Time, corExp(form = ~Time | Rat, nugget = TRUE)) ends at 1202.675621, nugget 0.00026 of σ². */
    @Test
    void searchLeavesABoundFromWhichTheObjectiveFalls() {
        LmmFit fit = Lmm.of("weight ~ Time + repeated(exp(Time | Rat, nugget = TRUE))")
                .fit(TestFiles.table("bodyweight.csv"));

        assertThat(fit.objective()).isCloseTo(1202.675621, within(1e-6));
        assertThat(fit.convergence().status()).isEqualTo("converged");
        assertThat(parameters(fit).get(2).estimate()).isPositive();
    }

    /** Two subjects of 20 000 rows, which as dense blocks would need 3 GB each. */
    @Test
    void independentRowsOfLargeSubjectsNeedNoMatrixOfASubject() {
        int n = 40_000;
        Random random = new Random(5);
        double[] x = new double[n];
        double[] y = new double[n];
        double[] g = new double[n];
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            x[i] = i % 2;
            y[i] = random.nextGaussian();
            g[i] = i / (n / 2);
            sum += y[i];
        }
        for (double value : y) {
            squares += (value - sum / n) * (value - sum / n);
        }
        Table table = Table.of(Map.of("x", NumericColumn.of(x), "y", NumericColumn.of(y), "g", NumericColumn.of(g)));
        LmmFit fit = Lmm.of("y ~ 1 + repeated(id(1 | g))").fit(table);

        assertThat(parameters(fit).get(0).estimate()).isCloseTo(squares / (n - 1), within(1e-8));
    }

    private static Table walks() {
        int subjects = 8;
        int times = 12;
        Random random = new Random(2);
        double[][] data = new double[3][subjects * times];
        for (int s = 0; s < subjects; s++) {
            double slope = 0;
            double level = 0;
            for (int t = 0; t < times; t++) {
                slope += random.nextGaussian();
                level += slope;
                data[0][s * times + t] = t;
                data[1][s * times + t] = level;
                data[2][s * times + t] = s;
            }
        }
        return Table.of(
                Map.of("x", NumericColumn.of(data[0]), "y", NumericColumn.of(data[1]), "g", NumericColumn.of(data[2])));
    }
}
