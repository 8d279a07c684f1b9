package dev.echelon.report;

import dev.echelon.Criterion;
import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Convergence;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.Finding;
import dev.echelon.result.Interval;
import dev.echelon.result.Provenance;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.RowReport;
import dev.echelon.result.Theta;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** lme4 1.1.31's numbers for {@code Reaction ~ 1 + Days + (1 + Days | Subject)} on sleepstudy by REML. */
final class SleepstudyFit extends LmmFit {
    private static final double Z = 1.959963984540054;

    @Override
    public String formula() {
        return "Reaction ~ 1 + Days + (1 + Days | Subject)";
    }

    @Override
    public Criterion criterion() {
        return Criterion.REML;
    }

    @Override
    public long observations() {
        return 180;
    }

    @Override
    public Map<String, Integer> groups() {
        return Map.of("Subject", 18);
    }

    @Override
    public double objective() {
        return 1743.62827195849;
    }

    @Override
    public double logLik() {
        return -871.814135979245;
    }

    @Override
    public int parameters() {
        return 6;
    }

    @Override
    public double aic() {
        return 1755.62827195849;
    }

    @Override
    public double bic() {
        return 1774.78601306383;
    }

    @Override
    public double sigma() {
        return 25.591815578799;
    }

    @Override
    public boolean singular() {
        return false;
    }

    @Override
    public List<Theta> theta() {
        return List.of(
                new Theta("Subject.(Intercept)", 0.966733011949671),
                new Theta("Subject.Days.(Intercept)", 0.0151690515689686),
                new Theta("Subject.Days", 0.230909587732789));
    }

    @Override
    public List<Coefficient> coefficients() {
        return List.of(
                coefficient("(Intercept)", 251.405104848484, 6.8245568289784),
                coefficient("Days", 10.4672859595955, 1.54578885423785));
    }

    static Coefficient coefficient(String term, double estimate, double error) {
        Interval interval = new Interval(estimate - Z * error, estimate + Z * error, 0.95);
        return new Coefficient(term, estimate, error, Double.NaN, estimate / error, Double.NaN, interval);
    }

    @Override
    public double[][] vcov() {
        return new double[][] {{46.5745759119557, -1.45109576228291}, {-1.45109576228291, 2.38946318188597}};
    }

    @Override
    public List<CovarianceEstimate> covarianceEstimates() {
        double rho = 0.065551310017318;
        return List.of(new CovarianceEstimate(
                "Subject",
                "Subject",
                "us",
                List.of("(Intercept)", "Days"),
                List.of(24.7404529557529, 5.9221329086448),
                List.of(List.of(1.0, rho), List.of(rho, 1.0))));
    }

    @Override
    public List<Finding> findings() {
        return List.of(new Finding(
                "missing-rows",
                Finding.Severity.NOTE,
                "3 of 183 rows are left out because a value is missing in 'Days'",
                "Fill the values in, or check that they are missing at random."));
    }

    @Override
    public Convergence convergence() {
        return new Convergence("converged", "trust-region", 6, 8, 1.25e-9, 3.5e-13, 0.5, Double.NaN);
    }

    @Override
    public RowReport rows() {
        return new RowReport(183, 180, Map.of("missing in 'Days'", 3L));
    }

    @Override
    public Provenance provenance() {
        return new Provenance("0.1.0", "17.0.15", "Linux amd64", "java", "", "one factor: closed form per group");
    }

    @Override
    public RandomEffects randomEffects(String term) {
        double[] variances = {145.705107199618, -21, -21, 5.31227371078988, 145.705107199618, -21, -21, 5.31227371078988
        };
        return new RandomEffects(
                "Subject",
                List.of("(Intercept)", "Days"),
                List.of("308", "309"),
                new double[] {2.25856585734775, 9.19897179928936, -40.3985817265568, -8.61970240168621},
                variances);
    }

    @Override
    public double[] fitted() {
        return new double[0];
    }

    /** Chosen so that the scaled quantiles are those lme4 prints. */
    @Override
    public double[] residuals() {
        double s = sigma();
        return new double[] {5.1793 * s, -3.9536 * s, 0.0231 * s, -0.4634 * s, 0.4634 * s};
    }

    @Override
    public void save(Path file) {
        throw new UnsupportedOperationException();
    }
}
