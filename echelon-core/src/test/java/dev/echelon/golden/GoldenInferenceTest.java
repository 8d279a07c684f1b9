package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.result.AnovaTable;
import dev.echelon.result.Coefficient;
import dev.echelon.result.TestResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Degrees of freedom, adjusted standard errors and F tests of lmerTest 3.1-3 and pbkrtest 0.5.2, for every stored fit
 * that has them. Tolerances relative to the number itself: 5e-6 for Satterthwaite's method, whose derivatives are
 * numerical there (2e-6 is what they differ by), 1e-6 for Kenward and Roger's and for F, which see only that lme4 stops
 * when θ moves by less than about 1e-6; p values are compared relatively, in the tails too.
 */
class GoldenInferenceTest {
    private static final double SATTERTHWAITE = 5e-6;
    private static final double EXACT = 1e-6;
    private static final double F = 5e-6;
    private static final double P = 1e-4;

    static List<Reference> references() {
        return Reference.all().stream()
                .filter(reference -> reference.fixed().get(0).get("satterthwaite_df") != null)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("references")
    void coefficientsEqualReference(Reference reference) {
        LmmFit fit = reference.model().fit(reference.data());
        Deviation deviation = new Deviation();
        List<Coefficient> satterthwaite = fit.coefficients(DfMethod.SATTERTHWAITE);
        for (int k = 0; k < satterthwaite.size(); k++) {
            Map<String, Object> expected = reference.fixed().get(k);
            Coefficient c = satterthwaite.get(k);
            relative(deviation, "df " + c.term(), c.df(), expected.get("satterthwaite_df"), SATTERTHWAITE);
            relative(deviation, "p " + c.term(), c.pValue(), expected.get("satterthwaite_p"), P);
        }
        assertThat(deviation.failures()).as(reference.id()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("references")
    void kenwardRogerEqualsReference(Reference reference) {
        assumeThat(reference.fixed().get(0).get("kr_df")).isNotNull();
        LmmFit fit = reference.model().fit(reference.data());
        Deviation deviation = new Deviation();
        List<Coefficient> coefficients = fit.coefficients(DfMethod.KENWARD_ROGER);
        for (int k = 0; k < coefficients.size(); k++) {
            Map<String, Object> expected = reference.fixed().get(k);
            Coefficient c = coefficients.get(k);
            relative(deviation, "df " + c.term(), c.df(), expected.get("kr_df"), EXACT);
            relative(deviation, "se " + c.term(), c.stdError(), expected.get("kr_se"), EXACT);
            relative(deviation, "p " + c.term(), c.pValue(), expected.get("kr_p"), P);
        }
        assertThat(deviation.failures()).as(reference.id()).isEmpty();
        assertThat(fit.coefficients(DfMethod.KENWARD_ROGER_LINEAR)).isEqualTo(coefficients);
    }

    @ParameterizedTest
    @MethodSource("references")
    void anovaOfEveryTypeEqualsReference(Reference reference) {
        LmmFit fit = reference.model().fit(reference.data());
        Deviation deviation = new Deviation();
        compare(reference, "anovaI_satterthwaite", fit, 1, DfMethod.SATTERTHWAITE, deviation);
        compare(reference, "anovaII_satterthwaite", fit, 2, DfMethod.SATTERTHWAITE, deviation);
        compare(reference, "anovaIII_satterthwaite", fit, 3, DfMethod.SATTERTHWAITE, deviation);
        compare(reference, "anovaIII_kr", fit, 3, DfMethod.KENWARD_ROGER, deviation);
        assertThat(deviation.failures()).as(reference.id()).isEmpty();
    }

    private static void compare(
            Reference reference, String field, LmmFit fit, int type, DfMethod df, Deviation deviation) {
        if (!reference.has(field)) {
            return;
        }
        AnovaTable anova = fit.anova(type, df);
        assertThat(anova.tests()).as(field).hasSameSizeAs(reference.maps(field));
        for (Map<String, Object> expected : reference.maps(field)) {
            String term = (String) expected.get("term");
            TestResult test = anova.tests().stream()
                    .filter(candidate -> variables(candidate.term()).equals(variables(term)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no test of " + term));
            String name = field + " " + term + " ";
            deviation.add(name + "num", test.numDf(), Reference.number(expected, "numDf"), 0.5);
            relative(deviation, name + "den", test.denDf(), expected.get("denDf"), SATTERTHWAITE);
            relative(deviation, name + "F", test.statistic(), expected.get("F"), F);
            relative(deviation, name + "p", test.pValue(), expected.get("p"), P);
        }
    }

    /** Terms are sets of variables: lme4 may write the factors of an interaction in another order. */
    private static Set<String> variables(String term) {
        return new TreeSet<>(Arrays.asList(term.replace("splines::", "").split(":")));
    }

    private static void relative(Deviation deviation, String what, double actual, Object expected, double tolerance) {
        double number = expected instanceof Double value ? value : Double.NaN;
        deviation.add(what, actual, number, tolerance * Math.max(Math.abs(number), 1e-300));
    }
}
