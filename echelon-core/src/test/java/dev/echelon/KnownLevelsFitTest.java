package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.FormulaException;
import dev.echelon.golden.TestFiles;
import dev.echelon.result.RandomEffects;
import dev.echelon.table.Table;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels with a known covariance: {@code (1 | gr(animal, cov = A))}. */
class KnownLevelsFitTest {
    private static final Table PEDIGREE = Table.builder()
            .numbers("id", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
            .numbers("sire", 0, 0, 0, 0, 1, 1, 1, 3, 3, 5, 5, 8)
            .numbers("dam", 0, 0, 0, 0, 2, 2, 4, 4, 2, 6, 7, 9)
            .build();
    private static final Table ANIMALS = Table.builder()
            .numbers("animal", 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 5, 8, 12)
            .numbers("x", 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 3, 1, 4, 2)
            .numbers(
                    "y", 10.2, 12.9, 14.1, 13.0, 13.9, 17.1, 18.2, 15.8, 9.1, 11.9, 12.2, 16.8, 17.1, 17.6, 18.9, 16.5,
                    12.1, 12.2, 12.0, 10.9)
            .build();
    private static final String FORMULA = "y ~ x + (1 | gr(animal, cov = A))";
    private static final Lmm MODEL = Lmm.of(FORMULA).covariance("A", PEDIGREE);
    private static final LmmFit FIT = MODEL.fit(ANIMALS);

    /** lme4qtl 0.2.2's example data; its optimum by lme4's own deviance at tolerance 1e-12. */
    @Test
    void kinshipOfFamiliesGivesThePublishedVariances() {
        Table kinship = TestFiles.table("lme4qtl_kin2.csv");
        Table people = TestFiles.table("lme4qtl_dat40.csv");
        LmmFit first = Lmm.of("trait1 ~ AGE + SEX + (1 | gr(ID, cov = kin2))")
                .covariance("kin2", kinship)
                .fit(people);
        assertThat(first.observations()).isEqualTo(224);
        assertThat(first.objective()).isCloseTo(963.385325, within(1e-6));
        assertThat(variance(first)).isCloseTo(5.284500, within(2e-5));
        assertThat(first.sigma() * first.sigma()).isCloseTo(0.617206, within(1e-5));
        assertThat(first.groups()).containsEntry("ID", 224);

        LmmFit second = Lmm.of("trait2 ~ 1 + (1 | gr(ID, cov = kin2))")
                .covariance("kin2", kinship)
                .fit(people);
        assertThat(second.observations()).isEqualTo(229);
        assertThat(second.objective()).isCloseTo(1045.920396, within(1e-6));
        assertThat(variance(second)).isCloseTo(5.573272, within(2e-5));
        assertThat(second.sigma() * second.sigma()).isCloseTo(1.642638, within(1e-5));
    }

    /** A = the tabular method of Henderson; REML and BLUP by dense matrices and L-BFGS-B in R 4.2. */
    @Test
    void pedigreeGivesTheAnimalModel() {
        assertThat(FIT.objective()).isCloseTo(40.74646282711, within(1e-7));
        assertThat(variance(FIT)).isCloseTo(3.20283522896, within(2e-4));
        assertThat(FIT.sigma() * FIT.sigma()).isCloseTo(0.05873204808, within(1e-5));
        assertThat(FIT.coefficient("x").estimate()).isCloseTo(0.935972488, within(1e-6));
        assertThat(FIT.coefficient("x").stdError()).isCloseTo(0.0339522774, within(1e-6));
        RandomEffects modes = FIT.randomEffects("animal");
        assertThat(modes.levels()).containsExactly("4", "5", "6", "7", "8", "9", "10", "11", "12");
        assertThat(modes.mode(modes.levels().indexOf("12"), 0)).isCloseTo(-0.67292613711, within(1e-4));
        assertThat(modes.mode(modes.levels().indexOf("4"), 0)).isCloseTo(-0.49994514015, within(1e-4));
        assertThat(modes.stdError(modes.levels().indexOf("12"), 0)).isCloseTo(Math.sqrt(0.0193426652), within(1e-4));
    }

    /** The R side with independent residuals is the same model by another kernel. */
    @Test
    void modelWithAnRSideAgrees() {
        LmmFit structured = Lmm.of(FORMULA + " + repeated(id(1 | 1))")
                .covariance("A", PEDIGREE)
                .fit(ANIMALS);
        assertThat(structured.objective()).isCloseTo(FIT.objective(), within(1e-8));
        assertThat(variance(structured)).isCloseTo(variance(FIT), within(1e-4));
        assertThat(structured.randomEffects("animal").levels())
                .isEqualTo(FIT.randomEffects("animal").levels());
        double p = FIT.coefficients(DfMethod.KENWARD_ROGER).get(1).df();
        assertThat(structured.coefficients(DfMethod.KENWARD_ROGER).get(1).df()).isCloseTo(p, within(1.0));
    }

    @Test
    void fittedValuesArePredictionsOfTheSameRows() {
        double[] predicted = FIT.predict(ANIMALS, Prediction.conditional()).estimates();
        double[] fitted = FIT.fitted();
        for (int i = 0; i < fitted.length; i++) {
            assertThat(predicted[i]).isCloseTo(fitted[i], within(1e-10));
        }
    }

    @Test
    void savedFitKeepsTheMatrix(@TempDir Path folder) {
        Path file = folder.resolve("animals.fit");
        FIT.save(file);
        LmmFit loaded = LmmFit.load(file);
        assertThat(loaded.covarianceEstimates()).isEqualTo(FIT.covarianceEstimates());
        assertThat(loaded.coefficients(DfMethod.SATTERTHWAITE)).isEqualTo(FIT.coefficients(DfMethod.SATTERTHWAITE));
        assertThat(loaded.predict(ANIMALS, Prediction.conditional()).estimates())
                .containsExactly(FIT.predict(ANIMALS, Prediction.conditional()).estimates());
        assertThat(loaded.shape().random()).hasSize(1);
    }

    @Test
    void matrixThatWasNotGivenIsNamed() {
        assertThatThrownBy(() -> Lmm.of(FORMULA).fit(ANIMALS))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("there is no matrix 'A'")
                .hasMessageContaining("--cov A=FILE");
    }

    @Test
    void whatCannotBeComputedSaysSo() {
        assertThatThrownBy(() -> FIT.predict(ANIMALS, Prediction.conditional().interval(Prediction.Range.PREDICTION)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("gr(animal, cov = A)");
        assertThatThrownBy(() -> FIT.confint(Confint.profile()))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("gr(animal, cov = A)");
    }

    private static double variance(LmmFit fit) {
        double deviation = fit.covarianceEstimates().get(0).standardDeviations().get(0);
        return deviation * deviation;
    }
}
