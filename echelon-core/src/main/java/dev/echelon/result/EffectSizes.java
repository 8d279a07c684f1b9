package dev.echelon.result;

import java.util.List;

/**
 * How much the parts of a model explain: variances, intraclass correlations, R², standardised coefficients and variance
 * inflation. Variances are those of the rows that were fitted, on the scale of the response squared.
 *
 * @param fixed variance of Xβ̂, denominator n − 1
 * @param terms the random terms
 * @param residual σ̂²
 * @param decomposition shares of the total variance by source
 * @param levels what the fixed effects explain at each level
 * @param standardized the fixed effects without units
 * @param collinearity variance inflation of the terms of the fixed part; empty if there are fewer than two
 * @param notes what cannot be said, and why
 */
public record EffectSizes(
        double fixed,
        List<TermVariance> terms,
        double residual,
        Decomposition decomposition,
        List<LevelVariance> levels,
        List<Standardized> standardized,
        List<Collinearity> collinearity,
        List<String> notes) {

    /** Copies the lists. */
    public EffectSizes {
        terms = List.copyOf(terms);
        levels = List.copyOf(levels);
        standardized = List.copyOf(standardized);
        collinearity = List.copyOf(collinearity);
        notes = List.copyOf(notes);
    }

    /**
     * A random term.
     *
     * @param term its name
     * @param variance mean over rows of z'Σ̂z, random slopes at the values of the data
     * @param icc its share of random and residual variance
     */
    public record TermVariance(String term, double variance, double icc) {}

    /**
     * Shares of variance by source (Rights and Sterba 2019).
     *
     * @param centred whether every predictor is constant within groups or has the same mean in all groups, so that the
     *     variance within and between groups can be told apart
     * @param shares one per source
     */
    public record Decomposition(boolean centred, List<Share> shares) {
        /** Copies the list. */
        public Decomposition {
            shares = List.copyOf(shares);
        }

        /** The share of a source of the total variance; 0 if there is none. */
        public double total(String source) {
            return shares.stream()
                    .filter(share -> share.source().equals(source))
                    .mapToDouble(Share::total)
                    .sum();
        }
    }

    /**
     * One source of variance.
     *
     * @param source f1 (fixed, within), f2 (fixed, between) or f (fixed), v (random slopes), m (random means), e
     *     (residual)
     * @param total share of the total variance
     * @param within share of the variance within groups; NaN if it has none, or is not known
     * @param between share of the variance between groups; NaN alike
     */
    public record Share(String source, double total, double within, double between) {}

    /**
     * Variance at one level, with the fixed effects and without them.
     *
     * @param level a grouping label, or {@code Residual}
     * @param variance of the intercept, or σ̂²
     * @param share of the sum of these
     * @param empty the same of the model with the same random terms and no predictors
     * @param explained 1 − variance/empty; may be negative
     */
    public record LevelVariance(String level, double variance, double share, double empty, double explained) {}

    /**
     * A fixed effect without units.
     *
     * @param term its name
     * @param basic β̂·sd(x)/sd(y)
     * @param basicError its standard error
     * @param pseudo β̂ in units of the level the predictor is on: sd(x) over the residual sd of the empty model if x varies
     *     within groups, sd of group means over its random intercept's sd if not; NaN without one grouping factor with
     *     an intercept
     * @param pseudoError its standard error
     */
    public record Standardized(String term, double basic, double basicError, double pseudo, double pseudoError) {}

    /**
     * Variance inflation of one term.
     *
     * @param term its label
     * @param df its number of coefficients
     * @param gvif generalised variance inflation factor (Fox and Monette 1992); the ordinary one for one coefficient
     * @param adjusted gvif^(1/(2 df)): by how much standard errors grow
     * @param interval 95 % interval of gvif
     */
    public record Collinearity(String term, int df, double gvif, double adjusted, Interval interval) {}

    /** Σ of the terms' variances. */
    public double random() {
        return terms.stream().mapToDouble(TermVariance::variance).sum();
    }

    /** R² of fixed effects alone (Nakagawa and Schielzeth 2013, with random slopes as Johnson 2014). */
    public double marginalR2() {
        return fixed / (fixed + random() + residual);
    }

    /** R² of fixed and random effects. */
    public double conditionalR2() {
        return (fixed + random()) / (fixed + random() + residual);
    }

    /** Random over random and residual variance. */
    public double adjustedIcc() {
        return random() / (random() + residual);
    }

    /** Random over all variance, that of the fixed effects included. */
    public double unadjustedIcc() {
        return random() / (fixed + random() + residual);
    }
}
