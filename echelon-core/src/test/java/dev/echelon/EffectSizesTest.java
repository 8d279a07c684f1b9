package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.EffectSizes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Effect sizes against R 4.2 with lme4 1.1-31 (bobyqa to 1e-10), performance 0.10.2 and effectsize 0.8.3. r2mlm is not in
 * Debian: its measures were computed in R from their definitions, f1 = γw'var(Xw)γw, f2 = γb'var(Xb)γb, v = tr(T var(Z)),
 * m = z̄'Tz̄ with var() and colMeans() of getME(m, "X").
 */
class EffectSizesTest {
    private static final double TOLERANCE = 1e-5;

    private static EffectSizes centred = new EffectSizes(
            0,
            List.of(),
            0,
            new EffectSizes.Decomposition(false, List.of()),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    private static EffectSizes mixed = centred;

    @BeforeAll
    static void fit() {
        centred = Lmm.of("mAch ~ cses * (meanses + sector) + (cses | school)")
                .factors("school")
                .fit(FitExamples.table("hsb82.csv.gz"))
                .effectSizes();
        mixed = Lmm.of("mAch ~ ses + sx + sector + (1 | school)")
                .factors("school")
                .fit(FitExamples.table("hsb82.csv.gz"))
                .effectSizes();
    }

    @Test
    void centredPredictorsGiveTheTwelveMeasures() {
        assertThat(centred.decomposition().centred()).isTrue();
        share("f1", 0.049499278563, 0.06036092875148, Double.NaN);
        share("f2", 0.130072032023, Double.NaN, 0.722843078287);
        share("v", 0.000925710314555, 0.00112883936824, Double.NaN);
        share("m", 0.049873015429, Double.NaN, 0.277156921713);
        share("e", 0.769629963670, 0.93851023188029, Double.NaN);
    }

    private static void share(String source, double total, double within, double between) {
        EffectSizes.Share share = centred.decomposition().shares().stream()
                .filter(of -> of.source().equals(source))
                .findFirst()
                .orElseThrow();
        assertThat(share.total()).as(source).isCloseTo(total, within(TOLERANCE));
        same(share.within(), within);
        same(share.between(), between);
    }

    private static void same(double actual, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected, within(TOLERANCE));
        }
    }

    @Test
    void predictorsAtBothLevelsGiveTheTotalDecomposition() {
        EffectSizes effects = FitExamples.sleepstudy().effectSizes();
        assertThat(mixed.decomposition().centred()).isFalse();
        // Days has the same mean for every subject of a balanced study, and no predictor is between subjects.
        assertThat(effects.decomposition().total("f1")).isCloseTo(0.2785140279804, within(TOLERANCE));
        assertThat(effects.decomposition().total("v")).isCloseTo(0.0891528533907, within(TOLERANCE));
        assertThat(effects.decomposition().total("e")).isCloseTo(0.2006816574214, within(TOLERANCE));
    }

    @Test
    void standardizedCoefficientsEqualEffectsize() {
        standardized(centred, "cses", 0.12507949903, 0.13750143873);
        standardized(centred, "meanses", 0.32063026162, 0.75219041474);
        standardized(centred, "sectorPublic", -0.08916136944, -0.20797162123);
        standardized(centred, "cses:sectorPublic", 0.11824932543, 0.12999294450);
        standardized(mixed, "ses", 0.26530160071, 0.29164932766);
        standardized(mixed, "sxMale", 0.08734961943, 0.09602451591);
        standardized(mixed, "sectorPublic", -0.15267426223, -0.35611738622);
    }

    private static void standardized(EffectSizes effects, String term, double basic, double pseudo) {
        EffectSizes.Standardized of = effects.standardized().stream()
                .filter(each -> each.term().equals(term))
                .findFirst()
                .orElseThrow();
        assertThat(of.basic()).as(term).isCloseTo(basic, within(TOLERANCE));
        assertThat(of.pseudo()).as(term).isCloseTo(pseudo, within(TOLERANCE));
    }

    @Test
    void inflationEqualsPerformance() {
        inflation(centred, "cses", 2.397273820, 2.312329827, 2.487716036);
        inflation(centred, "cses:meanses", 1.152895030, 1.125525509, 1.186232187);
        inflation(mixed, "ses", 1.012198812, 1.001753088, 1.084885091);
        inflation(mixed, "sx", 1.003280629, 1.000002739, 4.928658090);
    }

    private static void inflation(EffectSizes effects, String term, double gvif, double lower, double upper) {
        EffectSizes.Collinearity of = effects.collinearity().stream()
                .filter(each -> each.term().equals(term))
                .findFirst()
                .orElseThrow();
        assertThat(of.gvif()).as(term).isCloseTo(gvif, within(1e-5));
        assertThat(of.interval().lower()).as(term).isCloseTo(lower, within(1e-5));
        assertThat(of.interval().upper()).as(term).isCloseTo(upper, within(1e-3)); // steep where gvif is near 1
    }

    /** r2_nakagawa(by_group = TRUE); the empty model's variances are 8.614024808 and 39.14832189. */
    @Test
    void varianceExplainedByLevelComparesWithTheModelWithoutPredictors() {
        assertThat(mixed.levels()).extracting(EffectSizes.LevelVariance::level).containsExactly("school", "Residual");
        EffectSizes.LevelVariance school = mixed.levels().get(0);
        assertThat(school.empty()).isCloseTo(8.614024808, within(1e-4));
        assertThat(school.explained()).isCloseTo(0.60571456968, within(TOLERANCE));
        assertThat(mixed.levels().get(1).explained()).isCloseTo(0.05953248399, within(TOLERANCE));
    }

    /** VarCorr of oats with and without Variety and nitro: 108.943, 214.477, 165.558; 31.424, 210.424, 524.278. */
    @Test
    void nestedFactorsHaveALevelEachAndExplainedMayBeNegative() {
        EffectSizes effects = Lmm.of("yield ~ Variety + nitro + (1 | Block/Variety)")
                .fit(FitExamples.table("oats.csv"))
                .effectSizes();
        assertThat(effects.levels())
                .extracting(EffectSizes.LevelVariance::level)
                .containsExactly("Variety:Block", "Block", "Residual");
        assertThat(effects.levels().get(0).explained()).isCloseTo(1 - 108.9430146 / 31.42361647, within(1e-4));
        assertThat(effects.levels().get(2).empty()).isCloseTo(524.27777636, within(1e-3));
        assertThat(effects.standardized()).allMatch(each -> Double.isNaN(each.pseudo()));
        assertThat(effects.collinearity()).allMatch(each -> Math.abs(each.gvif() - 1) < 1e-9);
    }

    @Test
    void rowsGiveWhatCrossProductsGive() {
        LmmFit fit = FitExamples.sleepstudy();
        EffectSizes again = Lmm.of("Reaction ~ Days + (Days | Subject)")
                .weights("one")
                .fit(FitExamples.table("sleepstudy.csv").with("one", ones()))
                .effectSizes();
        EffectSizes effects = fit.effectSizes();
        assertThat(again.marginalR2()).isCloseTo(effects.marginalR2(), within(1e-9));
        assertThat(again.adjustedIcc()).isCloseTo(effects.adjustedIcc(), within(1e-9));
        assertThat(again.standardized().get(0).pseudo())
                .isCloseTo(effects.standardized().get(0).pseudo(), within(1e-9));
        assertThat(again.decomposition().centred()).isTrue();
    }

    private static dev.echelon.table.NumericColumn ones() {
        double[] ones = new double[180];
        java.util.Arrays.fill(ones, 1);
        return dev.echelon.table.NumericColumn.of(ones);
    }

    @Test
    void savedFitWithWeightsAsksForTheData(@TempDir Path folder) {
        Path file = folder.resolve("weighted.fit");
        FitExamples.weightedCake().save(file);
        assertThatThrownBy(() -> LmmFit.load(file).effectSizes())
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("weights")
                .hasMessageContaining("give the data");
    }

    /** standardize_parameters(method = "refit") of effectsize. */
    @Test
    void refitToStandardisedDataEqualsEffectsize() {
        LmmFit fit = Lmm.of("mAch ~ ses + sx + sector + (1 | school)")
                .factors("school")
                .fit(FitExamples.table("hsb82.csv.gz"));
        LmmFit refitted = fit.standardized(FitExamples.table("hsb82.csv.gz"));
        assertThat(refitted.coefficient("(Intercept)").estimate()).isCloseTo(0.07211114942, within(1e-5));
        assertThat(refitted.coefficient("ses").estimate()).isCloseTo(0.26530159610, within(1e-5));
        assertThat(refitted.coefficient("sxMale").estimate()).isCloseTo(0.17496525730, within(1e-5));
        LmmFit slopes = Lmm.of("distance ~ age * Sex + (1 + age | Subject)").fit(FitExamples.table("orthodont.csv"));
        LmmFit again = slopes.standardized(FitExamples.table("orthodont.csv"));
        assertThat(again.coefficient("age:SexMale").estimate()).isCloseTo(0.2338328026, within(1e-5));
        assertThat(again.coefficient("SexMale").estimate()).isCloseTo(0.7925428975, within(1e-5));
    }

    @Test
    void refitOfATransformedResponseIsRefused() {
        LmmFit fit = Lmm.of("log(Reaction) ~ Days + (1 | Subject)").fit(FitExamples.table("sleepstudy.csv"));
        assertThatThrownBy(() -> fit.standardized(FitExamples.table("sleepstudy.csv")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("log(Reaction)");
    }
}
