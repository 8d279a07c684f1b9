package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.table.Csv;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The REML criterion at estimates of nlme, computed with dense matrices: holds the meaning of the parameters against
 * another program, apart from our optimiser. nlme prints estimates to about 8 digits, and the criterion is flat there.
 */
class PublishedResidualStructuresTest {

    private static final double SAME = 1e-7; // times the criterion

    @Test
    void wheatFieldHasTheCriteriaOfNlme() {
        // R 4.2.2, nlme 3.1.162: gls(yield ~ variety, corStruct(form = ~ latitude + longitude, nugget = TRUE)), REML;
        // total σ and c₀ as nlme has them
        Table table = read("wheat2");
        wheat(table, "ratio", 8.84682839983342, 13.4613303164333, 0.193580418585382, 1065.27777635808);
        wheat(table, "gau", 7.66472306316029, 10.7006036035242, 0.261420987867238, 1067.10171372147);
        wheat(table, "sph", 402.06261241287, 112388.006601581, 7.37488565631565e-05, 1066.83700405215);
        wheat(table, "exp", 2148.09682193013, 2138834.33473495, 2.5836501290398e-06, 1066.83701132786);
    }

    private static void wheat(Table table, String name, double sigma, double range, double c0, double expected) {
        ResidualStructure structure = ResidualStructures.named(name, Map.of("nugget", 1.0));
        double[] theta = {sigma * sigma * (1 - c0), range, sigma * sigma * c0};
        Factor variety = (Factor) table.column("variety");
        double[] latitude = numbers(table, "latitude");
        double[] longitude = numbers(table, "longitude");
        int n = latitude.length;
        double[][] x = new double[n][variety.levels().size()];
        double[][] places = new double[n][];
        for (int i = 0; i < n; i++) {
            x[i][0] = 1;
            if (variety.code(i) > 0) {
                x[i][variety.code(i)] = 1;
            }
            places[i] = new double[] {latitude[i], longitude[i]};
        }
        double[] v = new double[n * n];
        assertThat(structure.covariance(Positions.coordinates(places), theta, 0, v))
                .isTrue();
        assertThat(criterion(x, numbers(table, "yield"), v)).isCloseTo(expected, within(SAME * expected));
    }

    @Test
    void follicleSeriesHaveTheCriteriaOfNlme() {
        // R 4.2.2, nlme 3.1.162: gls(follicles ~ s + c, corStruct(form = ~ i | Mare)), REML
        ovary("ar1", Map.of(), 4.616171572418811, 1561.454510590218, 0.753207889166713);
        ovary(
                "arma",
                Map.of("p", 2.0, "q", 1.0),
                4.578200992650609,
                1542.969532276185,
                1.267347903712029,
                -0.305787031307282,
                -0.705793717325833);
        ovary(
                "arma",
                Map.of("p", 0.0, "q", 2.0),
                4.136797816160012,
                1609.156029418533,
                0.658744785394923,
                0.389669799304689);
        double phi = 0.890810315088807;
        double average = -0.349605002408027;
        double gamma = (1 + phi * average) * (phi + average) / (1 + 2 * phi * average + average * average);
        ovary("arma", Map.of(), 4.597197114428964, 1546.680418321221, gamma, phi);
        // gls(follicles ~ s + c, corCAR1(form = ~ Time | Mare))
        ovary("car1", Map.of(), 4.60160836145884, 1563.5026399139, 0.00229642755440184);
        ovary("ou", Map.of(), 4.60160836145884, 1563.5026399139, -1 / Math.log(0.00229642755440184));
    }

    private static void ovary(
            String name, Map<String, Double> options, double sigma, double expected, double... others) {
        ResidualStructure structure = ResidualStructures.named(name, options);
        Table table = read("ovary");
        double[] theta = ResidualStructureContract.join(new double[] {sigma * sigma}, others);
        boolean lags = structure.needs() == ResidualStructure.Needs.LAGS;
        double[] position = numbers(table, lags ? "i" : "Time");
        double[][] x = IntStream.range(0, position.length)
                .mapToObj(i -> new double[] {1, numbers(table, "s")[i], numbers(table, "c")[i]})
                .toArray(double[][]::new);
        double[] v = bySubject(structure, theta, texts(table, "Mare"), position, null);
        assertThat(criterion(x, numbers(table, "follicles"), v)).isCloseTo(expected, within(SAME * expected));
    }

    @Test
    void dialyzersHaveTheCriterionOfNlme() {
        // R 4.2.2, nlme 3.1.162: gls(rate ~ (pressure + … + I(pressure^4))·QB, corAR1(0, ~ index | Subject),
        // varPower(form = ~ pressure)), REML
        Table table = read("dialyzer");
        double[] pressure = numbers(table, "pressure");
        List<String> flow = texts(table, "QB");
        double[] delta = {0.518238584104741};
        double[] log = new double[3];
        double[] scale = new double[pressure.length];
        double[][] x = new double[pressure.length][10];
        for (int i = 0; i < pressure.length; i++) {
            assertThat(VarianceFunctions.named("power").log(1, pressure[i], delta, 0, log))
                    .isTrue();
            scale[i] = Math.exp(log[0]);
            for (int k = 0; k < 5; k++) {
                x[i][k] = Math.pow(pressure[i], k);
                x[i][5 + k] = flow.get(i).equals("300") ? x[i][k] : 0;
            }
        }
        double sigma = 3.04631634146917;
        double[] v = bySubject(
                ResidualStructures.named("ar1"),
                new double[] {sigma * sigma, 0.752603753028483},
                texts(table, "Subject"),
                numbers(table, "index"),
                scale);
        assertThat(criterion(x, numbers(table, "rate"), v)).isCloseTo(616.674617693563, within(1e-4));
    }

    /** V of all rows, correlated within subjects, each row times its scale if there are scales. */
    private static double[] bySubject(
            ResidualStructure structure,
            double[] theta,
            List<String> subjects,
            double[] positions,
            double @Nullable [] scale) {
        int n = positions.length;
        double[] v = new double[n * n];
        for (String subject : subjects.stream().distinct().toList()) {
            int[] rows = IntStream.range(0, n)
                    .filter(i -> subjects.get(i).equals(subject))
                    .toArray();
            double[] sigma = new double[rows.length * rows.length];
            Positions at = Positions.coordinates(Arrays.stream(rows)
                    .mapToObj(i -> new double[] {positions[i]})
                    .toArray(double[][]::new));
            assertThat(structure.covariance(at, theta, 0, sigma)).isTrue();
            for (int a = 0; a < rows.length; a++) {
                for (int b = 0; b < rows.length; b++) {
                    double scales = scale == null ? 1 : scale[rows[a]] * scale[rows[b]];
                    v[rows[a] + rows[b] * n] = scales * sigma[a + b * rows.length];
                }
            }
        }
        return v;
    }

    /** log|V| + log|X'V⁻¹X| + y'Py + (n − p) log 2π. */
    private static double criterion(double[][] x, double[] y, double[] v) {
        int n = y.length;
        int p = x[0].length;
        double[] l = new double[n * n];
        Cholesky.semidefinite(n, v, l);
        double[][] whitened = new double[n][p + 1];
        double logs = 0;
        for (int i = 0; i < n; i++) {
            logs += 2 * Math.log(l[i + i * n]);
            for (int c = 0; c <= p; c++) {
                double sum = c < p ? x[i][c] : y[i];
                for (int k = 0; k < i; k++) {
                    sum -= l[i + k * n] * whitened[k][c];
                }
                whitened[i][c] = sum / l[i + i * n];
            }
        }
        // Householder's, by columns: X'V⁻¹X is too ill conditioned to be formed
        for (int c = 0; c < p; c++) {
            double norm = 0;
            for (int i = c; i < n; i++) {
                norm += whitened[i][c] * whitened[i][c];
            }
            double alpha = whitened[c][c] > 0 ? -Math.sqrt(norm) : Math.sqrt(norm);
            double[] u = new double[n];
            for (int i = c; i < n; i++) {
                u[i] = whitened[i][c] - (i == c ? alpha : 0);
            }
            double length = Arrays.stream(u).map(e -> e * e).sum();
            for (int d = c; d <= p; d++) {
                double dot = 0;
                for (int i = c; i < n; i++) {
                    dot += u[i] * whitened[i][d];
                }
                for (int i = c; i < n; i++) {
                    whitened[i][d] -= 2 * dot / length * u[i];
                }
            }
            logs += Math.log(norm);
        }
        double rest = 0;
        for (int i = p; i < n; i++) {
            rest += whitened[i][p] * whitened[i][p];
        }
        return logs + rest + (n - p) * Math.log(2 * Math.PI);
    }

    private static double[] numbers(Table table, String column) {
        return ((NumericColumn) table.column(column)).toArray();
    }

    private static List<String> texts(Table table, String name) {
        Factor factor = table.column(name) instanceof NumericColumn numeric
                ? Factor.ofNumbers(numeric)
                : (Factor) table.column(name);
        return IntStream.range(0, factor.size())
                .mapToObj(i -> factor.levels().get(factor.code(i)))
                .toList();
    }

    private static Table read(String name) {
        String given = System.getProperty("echelon.root");
        Path root = Path.of(given == null ? "" : given).toAbsolutePath();
        while (given == null && !Files.exists(root.resolve(".mvn"))) {
            root = Objects.requireNonNull(root.getParent());
        }
        return Csv.read(root.resolve("data").resolve(name + ".csv"));
    }
}
