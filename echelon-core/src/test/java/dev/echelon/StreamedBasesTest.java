package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.internal.design.Basis;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What functions such as {@code scale} learn does not depend on whether rows are in memory, nor on how they come. */
class StreamedBasesTest {
    private static final Table ROWS = StreamedFitTest.rows(5000, 21);

    private static String bases(DataSummary sums) {
        StringBuilder text = new StringBuilder();
        sums.encoding().learned().bases().forEach((label, basis) -> text.append(label)
                .append(' ')
                .append(shown(basis))
                .append('\n'));
        return text.toString();
    }

    private static String shown(Basis basis) {
        return basis instanceof Basis.GroupMeans means
                ? means.groups() + Arrays.toString(means.means())
                : basis instanceof Basis.OrthogonalPolynomial poly
                        ? Arrays.toString(poly.alpha()) + Arrays.toString(poly.norm2())
                        : basis instanceof Basis.NaturalSpline spline
                                ? Arrays.toString(spline.knots()) + Arrays.toString(spline.boundary())
                                : basis instanceof Basis.BSpline spline
                                        ? Arrays.toString(spline.knots()) + Arrays.toString(spline.boundary())
                                        : basis instanceof Basis.Intervals cut
                                                ? Arrays.toString(cut.breaks()) + cut.labels()
                                                : basis.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ scale(x) + within(t, g) + between(t, g) + (1 | g)",
                "y ~ scale(log(x), scale = FALSE) + scale(x, center = 2000) + within(t, h) + (1 | h)",
                "scale(y) ~ I(scale(x)^2) + (1 | k)",
                "y ~ within(t, big) + I(between(t, f) > 0.5) + (1 | big)",
                "y ~ poly(x, 2, raw = TRUE) + cut(t, c(-1, 0.3, 0.6)) + (1 | g)",
                "y ~ scale(within(t, g)) + cut(scale(x), c(-9, 0, 9)) + (1 | g)",
                "y ~ poly(scale(x), 3) + scale(x):t + (1 | g)",
                "y ~ poly(x, 3) + ns(t, 3) + poly(g, 2) + (1 | h)",
                "y ~ bs(x, 5) + ns(x, df = 4, Boundary.knots = c(1995, 2005)) + bs(g, knots = 40) + (1 | h)",
                "y ~ cut(t, 4) + (1 | cut(x, 3))"
            })
    void basesAndColumnsAreThoseOfTheTable(String formula) {
        Lmm weighted = Lmm.of(formula).weights("w");
        for (Lmm model : List.of(Lmm.of(formula), formula.contains("big") ? weighted.factors("big") : weighted)) {
            DataSummary whole = model.summarise(ROWS);
            for (boolean ownLevels : new boolean[] {false, true}) {
                DataSummary streamed = model.summarise(new StreamedFitTest.Batches(ROWS, 5, 700, ownLevels));
                assertThat(bases(streamed)).isEqualTo(bases(whole));
                assertThat(streamed.encoding().fixedNames())
                        .isEqualTo(whole.encoding().fixedNames());
                assertThat(streamed.encoding().notes())
                        .isEqualTo(whole.encoding().notes());
                assertThat(streamed.rows()).isEqualTo(whole.rows());
            }
        }
    }

    @Test
    void partsMergedInTheirOrderLearnWhatTheWholeTeaches() {
        Lmm model = Lmm.of("y ~ scale(x) + within(t, g) + ns(t, 4) + poly(o, 2) + (1 | g)");
        DataSummary whole = model.summarise(ROWS);
        String merged = bases(merged(model));
        assertThat(bases(merged(model))).isEqualTo(merged);
        Map<String, Basis> expected = whole.encoding().learned().bases();
        Map<String, Basis> found = merged(model).encoding().learned().bases();
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        assertThat(basis(found, "scale(x)")).isEqualTo(basis(expected, "scale(x)"));
        for (String label : List.of("ns(t, 4)", "poly(o, 2)")) {
            assertThat(shown(basis(found, label))).isEqualTo(shown(basis(expected, label)));
        }
        Basis.GroupMeans means = (Basis.GroupMeans) basis(expected, "within(t, g)");
        Basis.GroupMeans others = (Basis.GroupMeans) basis(found, "within(t, g)");
        assertThat(others.groups()).isEqualTo(means.groups());
        assertThat(others.means()).containsExactly(means.means());
    }

    private static Basis basis(Map<String, Basis> bases, String label) {
        return Objects.requireNonNull(bases.get(label));
    }

    private static DataSummary merged(Lmm model) {
        RowScan scan = new RowScan(model, ROWS.columnNames());
        for (int from = 0; from < ROWS.rowCount(); from += 1250) {
            RowScan part = new RowScan(model, ROWS.columnNames());
            part.add(ROWS.slice(from, from + 1250));
            scan.merge(RowScan.of(model, ROWS.columnNames(), part.toBytes()));
        }
        try (Summation sums = new Summation(scan.plan())) {
            sums.add(ROWS);
            return sums.finish();
        }
    }

    /** The numbers are sums over the rows in 60 decimal digits. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e6, 1e12, -1e15})
    void aLargeMeanCostsNoDigitsOfTheScale(double mean) {
        Random random = new Random(3);
        double[] x = new double[2000];
        Arrays.setAll(x, i -> mean + random.nextGaussian());
        x[0] = mean + 1000; // sums are taken about the first number
        BigDecimal sum = BigDecimal.ZERO;
        for (double value : x) {
            sum = sum.add(new BigDecimal(value));
        }
        MathContext digits = new MathContext(60);
        BigDecimal center = sum.divide(BigDecimal.valueOf(x.length), digits);
        BigDecimal about = new BigDecimal(center.doubleValue());
        BigDecimal squares = BigDecimal.ZERO;
        for (double value : x) {
            squares = squares.add(new BigDecimal(value).subtract(about).pow(2));
        }
        double sd = squares.divide(BigDecimal.valueOf(x.length - 1), digits)
                .sqrt(digits)
                .doubleValue();

        Table table = ROWS.slice(0, 2000).with("x", NumericColumn.of(x));
        DataSummary sums = Lmm.of("y ~ scale(x) + (1 | g)").summarise(table);
        Basis.Scaling scaling = (Basis.Scaling) basis(sums.encoding().learned().bases(), "scale(x)");
        assertThat(scaling.center()).isEqualTo(center.doubleValue());
        assertThat(scaling.scale()).isCloseTo(sd, org.assertj.core.api.Assertions.within(Math.ulp(sd)));
    }
}
