package dev.echelon.bench.scale;

import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.TestResult;
import dev.echelon.result.Theta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of a fit that need no rows, by name, to be compared bit for bit. */
final class Numbers {
    private final Map<String, Double> values = new LinkedHashMap<>();

    private Numbers() {}

    static Map<String, Double> of(LmmFit fit) {
        Numbers numbers = new Numbers();
        numbers.criteria(fit);
        numbers.fixedEffects(fit);
        fit.covarianceEstimates().forEach(numbers::covariance);
        for (CovarianceEstimate term : fit.covarianceEstimates()) {
            numbers.randomEffects(fit.randomEffects(term.name()));
        }
        return numbers.values;
    }

    /** The names of the numbers of one that the other lacks or has with other bits. */
    static List<String> differing(Map<String, Double> one, Map<String, Double> other) {
        List<String> names = new ArrayList<>();
        one.forEach((name, value) -> {
            Double theirs = other.get(name);
            if (theirs == null || Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(theirs)) {
                names.add(name);
            }
        });
        return names;
    }

    private void criteria(LmmFit fit) {
        put("observations", (double) fit.observations());
        put("objective", fit.objective());
        put("log-likelihood", fit.logLik());
        put("AIC", fit.aic());
        put("BIC", fit.bic());
        put("sigma", fit.sigma());
        put("gradient", fit.convergence().gradient());
        put("decrement", fit.convergence().decrement());
        for (Theta theta : fit.theta()) {
            put("theta " + theta.name(), theta.value());
        }
    }

    private void fixedEffects(LmmFit fit) {
        for (Coefficient c : fit.coefficients()) {
            put("estimate " + c.term(), c.estimate());
            put("standard error " + c.term(), c.stdError());
            put("df " + c.term(), c.df());
            put("t " + c.term(), c.statistic());
            put("p " + c.term(), c.pValue());
            put("lower " + c.term(), c.interval().lower());
            put("upper " + c.term(), c.interval().upper());
        }
        double[][] covariance = fit.vcov();
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < covariance.length; j++) {
                put("covariance " + i + " " + j, covariance[i][j]);
            }
        }
        for (TestResult test : fit.anova(1, fit.preferredDf()).tests()) {
            put("F " + test.term(), test.statistic());
            put("p of F " + test.term(), test.pValue());
        }
    }

    private void covariance(CovarianceEstimate term) {
        for (int i = 0; i < term.columns().size(); i++) {
            put("deviation " + term.name() + " " + i, term.standardDeviations().get(i));
            for (int j = 0; j < i; j++) {
                put(
                        "correlation " + term.name() + " " + i + " " + j,
                        term.correlation().get(i).get(j));
            }
        }
    }

    private void randomEffects(RandomEffects effects) {
        for (int level = 0; level < effects.levels().size(); level++) {
            for (int column = 0; column < effects.columns().size(); column++) {
                String name = effects.name() + " " + effects.levels().get(level) + " " + column;
                put("mode " + name, effects.mode(level, column));
                put("variance " + name, effects.variance(level, column, column));
            }
        }
    }

    private void put(String name, double value) {
        values.put(name, value);
    }
}
