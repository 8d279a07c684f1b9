package dev.echelon.bench;

import dev.echelon.Confint;
import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import java.util.List;

/** What is timed of a model; the fit itself is not, but for {@link #FIT} and fits with their tests. */
enum RaceWork {
    /** From table and formula to the fit. */
    FIT(1, 1),
    /** A parametric bootstrap: {@code bootMer} of all parameters in lme4, with fewer replicates. */
    BOOTSTRAP(10_000, 1000),
    /** Profile intervals of all parameters: {@code confint(profile(fit))} in lme4. */
    PROFILE(1, 1),
    /** Profile intervals of the fixed effects: {@code confint(profile(fit, which = "beta_"))} in lme4. */
    PROFILE_FIXED(1, 1),
    /** A fit with structured residuals and Satterthwaite's tests of its coefficients; {@code gls}, without df, in R. */
    SATTERTHWAITE(1, 1),
    /** The same with Kenward and Roger's. */
    KENWARD_ROGER(1, 1);

    /** lme4 is stopped after so many seconds; its time is then a lower bound. */
    static final double LIMIT_SECONDS = 900;

    private final int units;
    private final int lme4Units;

    RaceWork(int units, int lme4Units) {
        this.units = units;
        this.lme4Units = lme4Units;
    }

    /** How many replicates Echelon does; 1 where there are none. */
    int units() {
        return units;
    }

    /** How many replicates lme4 does. */
    int lme4Units() {
        return lme4Units;
    }

    /** Whether the clock runs during the fit. */
    boolean fits() {
        return this == FIT || residual();
    }

    /** Whether the other side is {@code gls} of nlme. */
    boolean residual() {
        return this == SATTERTHWAITE || this == KENWARD_ROGER;
    }

    /** The coefficients with the tests that are timed with a fit. */
    List<Coefficient> coefficients(LmmFit fit) {
        return switch (this) {
            case SATTERTHWAITE -> fit.coefficients(DfMethod.SATTERTHWAITE);
            case KENWARD_ROGER -> fit.coefficients(DfMethod.KENWARD_ROGER);
            default -> fit.coefficients();
        };
    }

    /** Does the work on a fit and returns a number that depends on the result. */
    double on(LmmFit fit) {
        return switch (this) {
            case FIT, SATTERTHWAITE, KENWARD_ROGER -> fit.objective();
            case BOOTSTRAP -> last(fit, Confint.bootstrap(units, 1));
            case PROFILE -> last(fit, Confint.profile());
            case PROFILE_FIXED -> last(fit, Confint.profile().only("fixed"));
        };
    }

    private static double last(LmmFit fit, Confint request) {
        return fit.confint(request).intervals().stream()
                .mapToDouble(interval -> interval.interval().upper())
                .sum();
    }
}
