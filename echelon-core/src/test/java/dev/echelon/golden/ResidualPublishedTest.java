package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Criterion;
import dev.echelon.DfMethod;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.Vcov;
import dev.echelon.result.Coefficient;
import dev.echelon.result.ResidualCovariance;
import dev.echelon.result.TestResult;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fits with an R side at their optimum. The numbers come from a dense computation in numpy with derivatives by complex
 * steps, iterated until the gradient is below 1e-7; SAS PROC MIXED and mmrm, which stop earlier, agree with them to the
 * digits that their stopping rule leaves (SAS: 2e-5 in the criterion, 5e-4 relative in df).
 */
class ResidualPublishedTest {
    private static final Map<String, LmmFit> FITS = new ConcurrentHashMap<>();

    private static LmmFit fit(String formula, String data, Criterion criterion) {
        return FITS.computeIfAbsent(
                formula + criterion, key -> Lmm.of(formula).criterion(criterion).fit(TestFiles.table(data)));
    }

    private static LmmFit fev(String structure) {
        return fit("FEV1 ~ ARMCD + repeated(" + structure + ")", "fev.csv", Criterion.REML);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        us(AVISIT | USUBJID)    ; 3667.96275614 ; 3.8197495 ; 0.6613005 ; 0.6613005 ; 160.6906
        cs(AVISIT | USUBJID)    ; 3890.97896859 ; 4.1966361 ; 0.7964697 ; 0.7964697 ; 177.0384
        csh(AVISIT | USUBJID)   ; 3754.18490430 ; 3.7710137 ; 0.6742272 ; 0.6741177 ; 190.6678
        ar1(AVISIT | USUBJID)   ; 3855.12433951 ; 4.2257429 ; 0.9586537 ; 0.9605807 ; 188.4695
        arh1(AVISIT | USUBJID)  ; 3715.28043649 ; 3.7267216 ; 0.7590381 ; 0.7592546 ; 188.2111
        adh(AVISIT | USUBJID)   ; 3682.44559656 ; 3.7234536 ; 0.6617927 ; 0.6616581 ; 162.3287
        toep(AVISIT | USUBJID)  ; 3830.79965708 ; 4.4705024 ; 0.8784294 ; 0.8784294 ; 160.0138
        toeph(AVISIT | USUBJID) ; 3693.28667094 ; 3.9228746 ; 0.7254385 ; 0.7253734 ; 180.0620
        exp(VISITN + VISITN2 | USUBJID) ; 3872.29178393 ; 4.2148897 ; 0.9052782 ; 0.9055310 ; 195.5827
        """)
    void kenwardRogerHoldsAtTheOptimum(
            String structure, double objective, double estimate, double error, double linear, double df) {
        LmmFit fit = fev(structure);
        assertThat(fit.objective()).isCloseTo(objective, within(1e-6));
        Coefficient adjusted = effect(fit, DfMethod.KENWARD_ROGER);
        assertThat(adjusted.estimate()).isCloseTo(estimate, within(1e-6));
        assertThat(adjusted.stdError()).isCloseTo(error, within(2e-7));
        assertThat(adjusted.df()).isCloseTo(df, within(1e-4 * df));
        assertThat(effect(fit, DfMethod.KENWARD_ROGER_LINEAR).stdError()).isCloseTo(linear, within(2e-7));
        assertThat(effect(fit, DfMethod.SATTERTHWAITE).df()).isCloseTo(df, within(1e-4 * df));
    }

    private static Coefficient effect(LmmFit fit, DfMethod df) {
        return fit.coefficients(df).get(1);
    }

    /** Also published by SAS for the same fits, but for the parameters without a counterpart there. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        diag(AVISIT | USUBJID)                ; 3758.476019
        us(AVISIT | USUBJID, band = 2)        ; 3682.315890
        toep(AVISIT | USUBJID, band = 2)      ; 3850.264544
        arma(AVISIT | USUBJID, p = 1, q = 1)  ; 3847.882947
        hf(AVISIT | USUBJID)                  ; 3833.614619
        fa1(AVISIT | USUBJID)                 ; 3744.376354
        ad(AVISIT | USUBJID)                  ; 3831.457189
        exp(VISITN | USUBJID)                 ; 3855.124340
        gau(VISITN | USUBJID)                 ; 3848.729312
        """)
    void criterionIsThatOfTheOptimum(String structure, double objective) {
        assertThat(fev(structure).objective()).isCloseTo(objective, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "us, CR0, 0.63960405, 169.528",
        "us, CR2_MMRM, 0.64328610, 169.258",
        "us, CR3, 0.64699223, 168.988",
        "us, CR2, 0.643328, 169.258",
        "ar1, CR0, 0.82581278, 184.675",
        "ar1, CR2_MMRM, 0.83022017, 184.526",
        "ar1, CR2, 0.830079, 184.526",
        "toep, CR3, 0.88412026, 176.194"
    })
    void sandwichHoldsAtTheOptimum(String structure, Vcov kind, double error, double df) {
        Coefficient robust = effect(fev(structure + "(AVISIT | USUBJID)").robust(kind), DfMethod.SATTERTHWAITE);
        assertThat(robust.stdError()).isCloseTo(error, within(kind == Vcov.CR2 ? 6e-7 : 1e-7));
        assertThat(robust.df()).isCloseTo(df, within(kind == Vcov.CR2 ? 0.05 : 6e-4));
    }

    @Test
    void repeatedMeasuresModelHasTheNumbersOfSas() {
        LmmFit fit =
                fit("FEV1 ~ RACE + SEX + ARMCD * AVISIT + repeated(us(AVISIT | USUBJID))", "fev.csv", Criterion.REML);

        assertThat(fit.objective()).isCloseTo(3386.44987116, within(1e-6));
        Coefficient arm = coefficient(fit, "ARMCDTRT", DfMethod.SATTERTHWAITE);
        assertThat(arm.estimate()).isCloseTo(3.774414, within(1e-6));
        assertThat(arm.stdError()).isCloseTo(1.074161, within(1e-6));
        assertThat(arm.df()).isCloseTo(145.5471, within(1e-3));
        assertThat(coefficient(fit, "ARMCDTRT", DfMethod.KENWARD_ROGER).stdError())
                .isCloseTo(1.081778, within(1e-6));
        assertThat(coefficient(fit, "RACEWhite", DfMethod.BETWEEN_WITHIN).df()).isEqualTo(192);
        assertThat(coefficient(fit, "ARMCDTRT:AVISITVIS4", DfMethod.BETWEEN_WITHIN)
                        .df())
                .isEqualTo(334);
        TestResult visits = fit.anova(3, DfMethod.KENWARD_ROGER).tests().get(3);
        assertThat(visits.term()).isEqualTo("AVISIT");
        assertThat(visits.statistic()).isCloseTo(137.87833, within(1e-4));
        assertThat(visits.denDf()).isCloseTo(152.7370, within(1e-3));
        ResidualCovariance residual = fit.residual().orElseThrow();
        assertThat(residual.label()).isEqualTo("UN");
        assertThat(residual.subjects()).isEqualTo(197);
        assertThat(residual.groups().get(0).covariance().get(3).get(0)).isCloseTo(13.377876, within(1e-4));
    }

    private static Coefficient coefficient(LmmFit fit, String term, DfMethod df) {
        return fit.coefficients(df).stream()
                .filter(c -> c.term().equals(term))
                .findFirst()
                .orElseThrow();
    }

    /** Homogeneous antedependence has two maxima here, at 3835.3135 and 3831.4572. */
    @Test
    void bestOfSeveralOptimaIsFoundAndTheOtherReported() {
        assertThat(fev("ad(AVISIT | USUBJID)").residual().orElseThrow().optima().get(0))
                .isCloseTo(3831.457189, within(1e-6));
    }

    /** Pinheiro and Bates (2000), as nlme prints them, at the optimum. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        distance ~ age*Sex + repeated(us(age | Subject)) ; orthodont.csv ; ML ; 419.477048
        distance ~ age*Sex + repeated(cs(age | Subject)) ; orthodont.csv ; ML ; 428.639058
        distance ~ age*Sex + repeated(cs(age | Subject, group = Sex)) ; orthodont.csv ; ML ; 408.812972
        distance ~ age*Sex + repeated(cs(age | Subject, group = Sex)) ; orthodont.csv ; REML ; 414.666365
        distance ~ age*Sex + repeated(ar1(age | Subject)) ; orthodont.csv ; ML ; 440.681006
        follicles ~ s + c + (1 + s || Mare) + repeated(ar1(i | Mare)) ; ovary.csv ; REML ; 1549.447916
        follicles ~ s + c + (1 + s || Mare) + repeated(car1(Time | Mare)) ; ovary.csv ; REML ; 1551.535244
        """)
    void criterionIsThatOfTheBook(String formula, String data, Criterion criterion, double objective) {
        assertThat(fit(formula, data, criterion).objective()).isCloseTo(objective, within(2e-6));
    }
}
