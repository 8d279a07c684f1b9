package dev.echelon;

import dev.echelon.result.Coefficient;
import dev.echelon.result.Convergence;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.Finding;
import dev.echelon.result.Provenance;
import dev.echelon.result.RandomEffects;
import dev.echelon.result.RowReport;
import dev.echelon.result.Theta;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A fitted linear mixed model. Immutable; nothing here reads data again or optimises again. */
public abstract class LmmFit {
    public abstract String formula();

    public abstract Criterion criterion();
    /** Rows used. */
    public abstract long observations();
    /** Number of levels by grouping label, in the order of the terms in results. */
    public abstract Map<String, Integer> groups();
    /** −2 log-likelihood or the REML criterion. */
    public abstract double objective();

    public abstract double logLik();
    /** Number of parameters: p + |θ| + 1. */
    public abstract int parameters();

    public abstract double aic();

    public abstract double bic();
    /** Residual standard deviation σ̂. */
    public abstract double sigma();

    public abstract boolean singular();

    public abstract List<Theta> theta();

    public abstract List<Coefficient> coefficients();
    /** Covariance of the fixed effects, rows; dropped columns are NaN. */
    public abstract double[][] vcov();

    public abstract List<CovarianceEstimate> covarianceEstimates();

    public abstract List<Finding> findings();

    public abstract Convergence convergence();

    public abstract RowReport rows();

    public abstract Provenance provenance();
    /** By term name. */
    public abstract RandomEffects randomEffects(String term);
    /** Conditional fitted values Xβ̂ + Zb̂ + offset, one per used row; empty when the fit was read from a file. */
    public abstract double[] fitted();
    /** y − fitted. */
    public abstract double[] residuals();
    /** Writes the fit; atomically. */
    public abstract void save(Path file);
    /** Reads a saved fit. */
    public static LmmFit load(Path file) {
        throw new UnsupportedOperationException();
    }
}
