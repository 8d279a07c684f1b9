package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.result.ModelComparison;
import dev.echelon.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Comparisons of models of sleepstudy; numbers from lme4 1.1-31 with a tight tolerance. */
class ModelsTest {
    private static final Table DATA = FitExamples.table("sleepstudy.csv");
    private static final Lmm FULL = Lmm.of("Reaction ~ Days + (Days | Subject)");
    private static final Lmm INTERCEPTS = Lmm.of("Reaction ~ Days + (1 | Subject)");

    /** anova(refit = FALSE): 42.8368134, p = 4.9900e-10; the mixture is the mean of χ²(1) and χ²(2). */
    @Test
    void restrictedLikelihoodsAreComparedWhenFixedEffectsAreEqual() {
        ModelComparison comparison = Models.compare(List.of(FULL.fit(DATA), INTERCEPTS.fit(DATA)));
        assertThat(comparison.criterion()).isEqualTo("REML");
        assertThat(comparison.refitted()).isFalse();
        ModelComparison.Row larger = comparison.models().get(1);
        assertThat(larger.formula()).isEqualTo("Reaction ~ Days + (Days | Subject)");
        assertThat(larger.chiSquare()).isCloseTo(42.8368134, within(1e-6));
        assertThat(larger.df()).isEqualTo(2);
        assertThat(larger.pValue()).isCloseTo(4.9900e-10, within(1e-13));
        // R: (pchisq(42.8368134, 1, lower = FALSE) + pchisq(42.8368134, 2, lower = FALSE)) / 2
        assertThat(larger.mixturePValue()).isCloseTo(2.7925299e-10, within(1e-15));
        assertThat(larger.aicc()).isCloseTo(1756.113821, within(1e-6));
    }

    /** drop1(test = "Chisq"): 23.5365374731, p = 1.22563997295e-06. */
    @Test
    void fitsByRemlAreFittedAgainWhenFixedEffectsDiffer() {
        LmmFit smaller = Lmm.of("Reaction ~ 1 + (Days | Subject)").fit(DATA);
        ModelComparison comparison = Models.compare(List.of(smaller, FULL.fit(DATA)));
        assertThat(comparison.criterion()).isEqualTo("ML");
        assertThat(comparison.refitted()).isTrue();
        ModelComparison.Row larger = comparison.models().get(1);
        assertThat(larger.chiSquare()).isCloseTo(23.5365374731, within(1e-6));
        assertThat(larger.pValue()).isCloseTo(1.22563997295e-06, within(1e-11));
        assertThat(larger.mixturePValue()).isNaN();
        assertThat(larger.logLik())
                .isCloseTo(FULL.criterion(Criterion.ML).fit(DATA).logLik(), within(1e-8));
        double weights = comparison.models().stream()
                .mapToDouble(ModelComparison.Row::weight)
                .sum();
        assertThat(weights).isCloseTo(1, within(1e-12));
    }

    @Test
    void otherRowsAndOtherResponsesAreRefused() {
        LmmFit full = FULL.fit(DATA);
        assertThatThrownBy(() -> Models.compare(List.of(full, INTERCEPTS.fit(DATA.slice(0, 170)))))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("not of the same rows: 180 and 170");
        assertThatThrownBy(() -> Models.compare(List.of(
                        full, Lmm.of("log(Reaction) ~ Days + (1 | Subject)").fit(DATA))))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("not of the same response");
        assertThatThrownBy(() -> Models.compare(List.of(full))).hasMessageContaining("at least two");
    }

    @Test
    void aModelWithoutInterceptIsOfTheSameResponse() {
        LmmFit without = Lmm.of("Reaction ~ 0 + Days + (Days | Subject)").fit(DATA);
        assertThat(Models.compare(List.of(without, FULL.fit(DATA))).models()).hasSize(2);
    }

    /** Sum and Helmert contrasts have the same names but not the same X, so that REML criteria differ by a constant. */
    @Test
    void restrictedLikelihoodsOfOtherContrastsAreNotCompared() {
        Table oats = FitExamples.table("oats.csv");
        Lmm model = Lmm.of("yield ~ Variety + (1 | Block)");
        LmmFit sum = model.coding("Variety", Coding.sum()).fit(oats);
        LmmFit helmert = model.coding("Variety", Coding.helmert()).fit(oats);
        assertThat(sum.coefficients().get(1).term())
                .isEqualTo(helmert.coefficients().get(1).term());
        ModelComparison comparison = Models.compare(List.of(sum, helmert));
        assertThat(comparison.criterion()).isEqualTo("ML");
        assertThat(comparison.refitted()).isTrue();
        assertThat(comparison.models().get(1).logLik())
                .isCloseTo(comparison.models().get(0).logLik(), within(1e-8));
        assertThat(comparison.models().get(1).df()).isZero();
        assertThat(comparison.models().get(1).pValue()).isNaN();
        assertThat(Models.compare(List.of(
                                sum, model.coding("Variety", Coding.sum()).fit(oats)))
                        .refitted())
                .isFalse();
    }
}
