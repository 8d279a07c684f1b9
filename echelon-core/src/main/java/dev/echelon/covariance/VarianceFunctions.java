package dev.echelon.covariance;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of variance functions by the names that formulas use inside {@code variance(…)}: nlme's families. g
 * multiplies the standard deviation, so the variance is multiplied by g². A product of functions is a list of them.
 */
public final class VarianceFunctions {

    private static final List<VarianceFunction> ALL = List.of(
            new StratumVariance(),
            // g = |v|^δ
            new CovariateVariance(
                    "power", List.of("power"), new double[] {0}, CovariateVariance.NOT_ZERO, (v, delta) -> {
                        double log = Math.log(Math.abs(v));
                        return jet(delta[0] * log, log, 0);
                    }),
            // g = e^(δv)
            new CovariateVariance(
                    "exp", List.of("rate"), new double[] {0}, v -> true, (v, delta) -> jet(delta[0] * v, v, 0)),
            // g = δ₁ + |v|^δ₂, δ₁ > 0
            new CovariateVariance(
                    "constPower",
                    List.of("constant", "power"),
                    new double[] {1, 0.1},
                    v -> true,
                    VarianceFunctions::constPower),
            // g = √(1 + κv²), κ ≥ 0
            new CovariateVariance(
                    "constProp", List.of("proportion²"), new double[] {0}, v -> true, VarianceFunctions::constProp),
            // g = √|v|
            new CovariateVariance(
                    "fixed",
                    List.of(),
                    new double[0],
                    CovariateVariance.NOT_ZERO,
                    (v, delta) -> Optional.of(Jet.constant(0.5 * Math.log(Math.abs(v)), 0))));

    private VarianceFunctions() {}

    /**
     * The variance function of this name.
     *
     * @throws EchelonException if there is none; the message lists the names and the nearest
     */
    public static VarianceFunction named(String name) {
        return ALL.stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EchelonException(String.format(
                        Locale.ROOT,
                        "There is no variance function '%s'%s; the variance functions are %s.",
                        name,
                        Suggestions.hint(name, names()),
                        String.join(", ", names()))));
    }

    /** The names. */
    public static List<String> names() {
        return ALL.stream().map(VarianceFunction::name).toList();
    }

    private static Optional<Jet> jet(double value, double slope, double bend) {
        return Optional.of(Jet.of(value, new double[] {slope}, new double[] {bend}));
    }

    private static Optional<Jet> constPower(double v, double[] delta) {
        if (!(delta[0] > 0) || v == 0 && delta[1] < 0) {
            return Optional.empty();
        }
        double logV = v == 0 ? 0 : Math.log(Math.abs(v));
        double power = Math.pow(Math.abs(v), delta[1]);
        Jet g = Jet.variable(delta[0], 0, 2)
                .plus(Jet.variable(delta[1], 1, 2).apply(power, power * logV, power * logV * logV));
        return Optional.of(logarithm(g));
    }

    private static Optional<Jet> constProp(double v, double[] delta) {
        if (!(delta[0] >= 0)) {
            return Optional.empty();
        }
        double square = v * v;
        double ratio = square / (1 + delta[0] * square);
        return jet(0.5 * Math.log1p(delta[0] * square), 0.5 * ratio, -0.5 * ratio * ratio);
    }

    private static Jet logarithm(Jet g) {
        return g.apply(Math.log(g.value()), 1 / g.value(), -1 / (g.value() * g.value()));
    }

    /** {@code ident}: g is δ_s in stratum s > 0 and 1 in the first. */
    private static final class StratumVariance implements VarianceFunction {

        @Override
        public String name() {
            return "ident";
        }

        @Override
        public int parameterCount(int strata) {
            return strata - 1;
        }

        @Override
        public List<String> parameterNames(List<String> strata) {
            return strata.stream().skip(1).map(s -> "ratio(" + s + ")").toList();
        }

        @Override
        public void start(int strata, double[] delta, int offset) {
            Arrays.fill(delta, offset, offset + strata - 1, 1);
        }

        @Override
        public boolean log(int strata, double v, double[] delta, int offset, double[] log) {
            int s = strata - 1;
            if (!PairwiseStructure.within(delta, offset, offset + s, 0, Double.POSITIVE_INFINITY)) {
                return false;
            }
            Arrays.fill(log, 0, 1 + s + s * s, 0);
            int k = (int) v - 1;
            if (k >= 0) {
                double ratio = delta[offset + k];
                log[0] = Math.log(ratio);
                log[1 + k] = 1 / ratio;
                log[1 + s + k * (s + 1)] = -1 / (ratio * ratio);
            }
            return true;
        }
    }
}
