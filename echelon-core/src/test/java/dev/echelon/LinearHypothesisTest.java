package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.Coefficient;
import dev.echelon.result.TestResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hypotheses about fixed effects in words. */
class LinearHypothesisTest {
    private static final List<String> NAMES =
            List.of("(Intercept)", "a", "a:b", "ab", "poly(x, 2)1", "recipe B", "x.y");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a = 0                     | 0,1,0,0,0,0,0  | 0
        a                         | 0,1,0,0,0,0,0  | 0
        a:b - ab                  | 0,0,1,-1,0,0,0 | 0
        2 * a - 0.5*ab = 3        | 0,2,0,-0.5,0,0,0 | 3
        -a + 1 = ab - 2           | 0,-1,0,-1,0,0,0 | -3
        poly(x, 2)1 = a/2         | 0,-0.5,0,0,1,0,0 | 0
        1/4 * (Intercept) = recipe B | 0.25,0,0,0,0,-1,0 | 0
        `recipe B` = `x.y`        | 0,0,0,0,0,1,-1 | 0
        """)
    void namesAreTakenAsTheyArePrinted(String text, String row, double right) {
        LinearHypothesis hypothesis = LinearHypothesis.parse(text, NAMES);
        double[] expected = java.util.Arrays.stream(row.strip().split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(hypothesis.rows()).hasNumberOfRows(1);
        assertThat(hypothesis.rows()[0]).containsExactly(expected);
        double[] shifted = hypothesis.shifted(new double[NAMES.size()]);
        assertThat(-DenseInference.dot(expected, shifted)).isCloseTo(right, within(1e-12));
    }

    @Test
    void severalEquationsAreOneHypothesis() {
        assertThat(LinearHypothesis.parse("a = 1; poly(x, 2)1 = 0, ab = 2", NAMES)
                        .rows())
                .hasNumberOfRows(3);
        assertThatThrownBy(() -> LinearHypothesis.parse("a = 1; 2*a = 3", NAMES).shifted(new double[NAMES.size()]))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("contradicts itself");
    }

    @Test
    void whatIsNotUnderstoodIsShown() {
        assertThatThrownBy(() -> LinearHypothesis.parse("a - abc = 0", NAMES))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no fixed effect at 'abc = 0'")
                .hasMessageContaining("the fixed effects are (Intercept), a,");
        assertThatThrownBy(() -> LinearHypothesis.parse("a =", NAMES)).hasMessageContaining("ends where");
        assertThatThrownBy(() -> LinearHypothesis.parse("a b", NAMES)).hasMessageContaining("at 'b'");
    }

    /** t² for one row: (10.46728596 − 10)²/1.545789644² = 0.0913835 on 17. */
    @Test
    void theRightSideShiftsTheStatistic() {
        LmmFit fit = FitExamples.sleepstudy();
        Coefficient days = fit.coefficients(DfMethod.KENWARD_ROGER).get(1);
        TestResult test = fit.test("Days = 10", DfMethod.KENWARD_ROGER);
        double t = (days.estimate() - 10) / days.stdError();
        assertThat(test.statistic()).isCloseTo(t * t, within(1e-10));
        assertThat(test.statistic()).isCloseTo(0.0913835, within(1e-6));
        assertThat(test.denDf()).isCloseTo(17, within(1e-6));
        TestResult both = fit.test("Days = 10; (Intercept) = 250", DfMethod.SATTERTHWAITE);
        double[] beta = {fit.coefficients().get(0).estimate() - 250, days.estimate() - 10};
        double[][] v = fit.vcov();
        double det = v[0][0] * v[1][1] - v[0][1] * v[1][0];
        double quadratic =
                (v[1][1] * beta[0] * beta[0] - 2 * v[0][1] * beta[0] * beta[1] + v[0][0] * beta[1] * beta[1]) / det;
        assertThat(both.statistic()).isCloseTo(quadratic / 2, within(1e-10));
    }
}
