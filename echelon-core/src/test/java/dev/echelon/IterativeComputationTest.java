package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.Finding;
import dev.echelon.result.MonteCarlo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The iterative computation as users meet it. */
class IterativeComputationTest {
    private static final Lmm MODEL = Lmm.of("y ~ service + (1 | s) + (1 | d)").factors("service", "s", "d");

    @TempDir
    private Path folder;

    /** With 1128 lecturers beyond the 1000 of the preconditioner's head, something is left to chance. */
    @Test
    void iterativeFitAgreesWithTheExactOneWithinItsErrors() {
        LmmFit exact = MODEL.computation(Computation.EXACT).fit(FitExamples.table("insteval.csv.gz"));
        LmmFit fit = MODEL.computation(Computation.ITERATIVE).fit(FitExamples.table("insteval.csv.gz"));
        MonteCarlo errors = fit.monteCarlo().orElseThrow();
        assertThat(exact.monteCarlo()).isEmpty();
        assertThat(errors.objectiveError()).isPositive();
        assertThat(errors.ratio()).isBetween(1e-6, 0.1);
        assertThat(fit.objective()).isCloseTo(exact.objective(), within(4 * errors.objectiveError() + 1e-6));
        for (int k = 0; k < 2; k++) {
            MonteCarlo.ThetaError error = errors.theta().get(k);
            assertThat(fit.theta().get(k).name()).isEqualTo(error.name());
            assertThat(fit.theta().get(k).value())
                    .isCloseTo(
                            exact.theta().get(k).value(), within(4 * error.monteCarlo() + 1e-3 * error.statistical()));
            assertThat(fit.coefficients().get(k).estimate())
                    .isCloseTo(exact.coefficients().get(k).estimate(), within(1e-5));
        }
        assertThat(fit.convergence().converged()).isTrue();
        assertThat(fit.preferredDf()).isEqualTo(DfMethod.NONE);
        assertThat(fit.findings()).extracting(Finding::id).contains("monte-carlo");
        assertThat(fit.provenance().plan()).contains("conjugate gradients").contains("probes");
    }

    @Test
    void savedFitKeepsItsMonteCarloErrors() {
        LmmFit fit = penicillin(Computation.ITERATIVE);
        Path file = folder.resolve("p.fit");
        fit.save(file);
        LmmFit read = LmmFit.load(file);
        assertThat(read.monteCarlo()).isEqualTo(fit.monteCarlo());
        assertThat(read.preferredDf()).isEqualTo(DfMethod.NONE);
    }

    @Test
    void smallModelsAreComputedExactlyUnlessAskedOtherwise() {
        assertThat(penicillin(Computation.AUTOMATIC).monteCarlo()).isEmpty();
        assertThat(penicillin(Computation.AUTOMATIC).objective())
                .isEqualTo(penicillin(Computation.EXACT).objective());
    }

    @Test
    void modelsWithoutCrossedFactorsAreRefusedWithAReason() {
        Lmm model = Lmm.of("Reaction ~ Days + (Days | Subject)").computation(Computation.ITERATIVE);
        assertThatThrownBy(() -> model.fit(FitExamples.table("sleepstudy.csv")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("crossed grouping factors")
                .hasMessageContaining("leave the computation out");
        assertThatThrownBy(() -> model.optimizer(Optimizer.BOBYQA).fit(FitExamples.table("sleepstudy.csv")))
                .hasMessageContaining("bobyqa");
    }

    private static LmmFit penicillin(Computation how) {
        return Lmm.of("diameter ~ 1 + (1 | plate) + (1 | sample)")
                .computation(how)
                .fit(FitExamples.table("penicillin.csv"));
    }
}
