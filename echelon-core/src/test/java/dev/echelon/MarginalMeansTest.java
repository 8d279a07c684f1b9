package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.result.Adjustment;
import dev.echelon.result.Contrast;
import dev.echelon.result.ContrastTable;
import dev.echelon.result.JointTest;
import dev.echelon.result.MarginalMean;
import dev.echelon.result.TestResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What means are and refuse; numbers of emmeans are in {@code GoldenMeansTest}. */
class MarginalMeansTest {
    private static final LmmFit OATS = Lmm.of("yield ~ Variety * nitro + (1 | Block/Variety)")
            .factors("nitro")
            .fit(FitExamples.table("oats.csv"));

    private static final LmmFit ORTHODONT =
            Lmm.of("distance ~ age * Sex + (age | Subject)").fit(FitExamples.table("orthodont.csv"));

    @Test
    void meansDoNotDependOnTheCodingOfFactors() {
        LmmFit sum = Lmm.of("yield ~ Variety * nitro + (1 | Block/Variety)")
                .factors("nitro")
                .coding("nitro", Coding.helmert())
                .coding("Variety", Coding.sum())
                .fit(FitExamples.table("oats.csv"));
        List<MarginalMean> one = OATS.means(Means.of("nitro | Variety")).means();
        List<MarginalMean> other = sum.means(Means.of("nitro | Variety")).means();
        for (int i = 0; i < one.size(); i++) {
            assertThat(other.get(i).levels()).isEqualTo(one.get(i).levels());
            assertThat(other.get(i).estimate()).isCloseTo(one.get(i).estimate(), within(1e-8));
            assertThat(other.get(i).stdError()).isCloseTo(one.get(i).stdError(), within(1e-7));
        }
    }

    @Test
    void specificationsInWordsAndAsFormulasAreTheSame() {
        String words = OATS.means(Means.of("nitro").by("Variety")).means().toString();
        assertThat(OATS.means(Means.of("~ nitro | Variety")).means()).hasToString(words);
        assertThat(OATS.means(Means.of(" nitro|Variety ")).means()).hasToString(words);
        assertThat(OATS.means(Means.of("nitro", "Variety")).factors())
                .isEqualTo(OATS.means(Means.of("nitro * Variety")).factors());
    }

    @Test
    void jointTestsOfEquallyWeightedMeansAreThoseOfTypeThree() {
        List<JointTest> joint = OATS.means(Means.of("Variety", "nitro").df(DfMethod.KENWARD_ROGER))
                .jointTests();
        List<TestResult> type3 = OATS.anova(3, DfMethod.KENWARD_ROGER).tests();
        assertThat(joint).hasSameSizeAs(type3);
        for (int t = 0; t < joint.size(); t++) {
            TestResult test = joint.get(t).test();
            assertThat(test.term()).isEqualTo(type3.get(t).term());
            assertThat(test.statistic()).isCloseTo(type3.get(t).statistic(), within(1e-8));
            assertThat(test.denDf()).isCloseTo(type3.get(t).denDf(), within(1e-6));
        }
    }

    /** emmeans 1.8.4 with multcompView, cld(emmeans(m, ~ nitro), Letters = letters): a, b, c, c. */
    @Test
    void lettersJoinMeansThatDoNotDiffer() {
        assertThat(OATS.means(Means.of("nitro")).letters(Adjustment.TUKEY, 0.05).letters())
                .containsExactly("a", "b", "c", "c");
        assertThat(OATS.means(Means.of("Variety"))
                        .letters(Adjustment.TUKEY, 0.05)
                        .letters())
                .containsExactly("a", "a", "a");
    }

    /** emmeans 1.8.4, multcomp: cld(emmeans(m, ~ Variety * nitro), Letters = letters), in the order of the means. */
    @Test
    void twelveMeansShareLettersAsInEmmeans() {
        List<String> reference =
                List.of("ab", "abcd", "a", "abcdef", "bcdef", "abce", "cdef", "ef", "bcdef", "f", "f", "df");
        MarginalMeans means = OATS.means(Means.of("Variety", "nitro").df(DfMethod.KENWARD_ROGER));
        List<String> letters = means.letters(Adjustment.TUKEY, 0.05).letters();
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 12; j++) {
                assertThat(share(letters.get(i), letters.get(j)))
                        .as(means.means().get(i).levels() + " and "
                                + means.means().get(j).levels())
                        .isEqualTo(share(reference.get(i), reference.get(j)));
            }
        }
        assertThat(String.join("", letters).chars().distinct().count()).isEqualTo(6);
    }

    private static boolean share(String a, String b) {
        return a.chars().anyMatch(letter -> b.indexOf(letter) >= 0);
    }

    @Test
    void customContrastsAreWhatTheirCoefficientsSay() {
        ContrastTable table = OATS.means(Means.of("nitro"))
                .contrasts(Contrasts.custom(Map.of("none vs most", List.of(1.0, 0.0, 0.0, -1.0))));
        Contrast pair = OATS.means(Means.of("nitro"))
                .contrasts(Contrasts.pairwise())
                .contrasts()
                .get(2);
        assertThat(table.contrasts().get(0).estimate()).isCloseTo(pair.estimate(), within(1e-10));
        assertThat(table.contrasts().get(0).stdError()).isCloseTo(pair.stdError(), within(1e-10));
        assertThat(table.contrasts().get(0).label()).isEqualTo("none vs most");
    }

    @Test
    void slopeOfAStraightLineIsItsCoefficient() {
        List<MarginalMean> slopes = ORTHODONT.means(Means.trends("age", "Sex")).means();
        double age = ORTHODONT.coefficient("age").estimate();
        assertThat(slopes.get(0).estimate()).isCloseTo(age, within(1e-10));
        assertThat(slopes.get(1).estimate())
                .isCloseTo(age + ORTHODONT.coefficient("age:SexMale").estimate(), within(1e-10));
        assertThat(ORTHODONT.means(Means.trends("age", "1")).means()).hasSize(1);
    }

    @Test
    void slopeAtSeveralValuesIsTheMeanOfTheSlopesThere() {
        LmmFit curve = Lmm.of("distance ~ poly(age, 2) * Sex + (1 | Subject)").fit(FitExamples.table("orthodont.csv"));
        Means slope = Means.trends("age", "Sex");
        double at8 = curve.means(slope.at("age", 8)).means().get(1).estimate();
        double at14 = curve.means(slope.at("age", 14)).means().get(1).estimate();
        double both = curve.means(slope.at("age", 8, 14)).means().get(1).estimate();
        assertThat(Math.abs(at8 - at14)).isGreaterThan(0.01);
        assertThat(both).isCloseTo((at8 + at14) / 2, within(1e-10));
    }

    @Test
    void meansOfAReparametrisedCovariateAreTheSame() {
        LmmFit shifted =
                Lmm.of("distance ~ I((age - 11) * 10) * Sex + (age | Subject)").fit(FitExamples.table("orthodont.csv"));
        MarginalMean one = ORTHODONT.means(Means.of("Sex").at("age", 9)).means().get(1);
        MarginalMean other = shifted.means(Means.of("Sex").at("age", 9)).means().get(1);
        assertThat(other.estimate()).isCloseTo(one.estimate(), within(1e-7));
        assertThat(shifted.means(Means.trends("age", "Sex")).means().get(1).estimate())
                .isCloseTo(
                        ORTHODONT
                                .means(Means.trends("age", "Sex"))
                                .means()
                                .get(1)
                                .estimate(),
                        within(1e-8));
    }

    @Test
    void covariatesWithValuesCanBeFactorsOrAreAveragedOver() {
        List<MarginalMean> both =
                ORTHODONT.means(Means.of("age").at("age", 8, 14)).means();
        assertThat(both).extracting(MarginalMean::levels).containsExactly(List.of("8"), List.of("14"));
        MarginalMean average =
                ORTHODONT.means(Means.of("1").at("age", 8, 14)).means().get(0);
        assertThat(average.estimate())
                .isCloseTo((both.get(0).estimate() + both.get(1).estimate()) / 2, within(1e-10));
    }

    @Test
    void notesSayTheScaleAndWhatWasAveragedOver() {
        LmmFit fit = Lmm.of("log(yield) ~ Variety * nitro + (1 | Block)").fit(FitExamples.table("oats.csv"));
        assertThat(fit.means(Means.of("1")).notes())
                .contains(
                        "results are on the scale of the model, log(yield)",
                        "averaged over Variety with equal weights",
                        "at nitro = 0.3");
        assertThat(OATS.means(Means.of("nitro")).notes())
                .contains("'nitro' interacts with Variety: its means average over different effects");
    }

    @Test
    void mistakesAreNamedWithTheNearest() {
        refuses(Means.of("nitor"), "no factor or covariate 'nitor'", "did you mean 'nitro'", "Variety, nitro");
        refuses(Means.of("nitro").at("Variety", List.of("Victry")), "no level 'Victry'", "did you mean 'Victory'");
        refuses(Means.trends("nitro", "Variety"), "is a factor and has no slope");
        refuses(Means.of("nitro | nitro"), "cannot be both");
        assertThatThrownBy(() -> ORTHODONT.means(Means.of("Sex").at("age", List.of("old"))))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'old' is not a number");
        assertThatThrownBy(() -> Means.of(" | a")).hasMessageContaining("does not name factors");
        assertThatThrownBy(() -> Contrasts.named("pairs")).hasMessageContaining("pairwise");
        assertThatThrownBy(() -> Contrasts.polynomial().adjust(Adjustment.TUKEY))
                .hasMessageContaining("mvt");
        assertThatThrownBy(() -> OATS.means(Means.of("1")).contrasts(Contrasts.pairwise()))
                .hasMessageContaining("nothing to compare");
        assertThatThrownBy(() ->
                        OATS.means(Means.of("nitro")).contrasts(Contrasts.custom(Map.of("a", List.of(1.0, -1.0)))))
                .hasMessageContaining("has 2 coefficients, but there are 4 means");
        assertThatThrownBy(() -> OATS.means(Means.of("nitro")).contrasts(Contrasts.treatmentVersusControl("0.7")))
                .hasMessageContaining("no mean '0.7'");
    }

    private static void refuses(Means means, String... parts) {
        assertThatThrownBy(() -> OATS.means(means))
                .isInstanceOf(EchelonException.class)
                .hasMessageContainingAll(parts);
    }
}
