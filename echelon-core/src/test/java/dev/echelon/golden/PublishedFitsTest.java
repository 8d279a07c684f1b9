package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Criterion;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.result.RandomEffects;
import dev.echelon.table.Table;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that other people published, or that lme4 1.1-31 gives under tight control. */
class PublishedFitsTest {

    static LmmFit fit(String formula, String data, Criterion criterion, String... factors) {
        return Lmm.of(formula).criterion(criterion).factors(factors).fit(TestFiles.table(data));
    }

    /** Smallest ML objective over all NLopt optimisers: MixedModelExamples (57 models, 2018). */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = ';', textBlock = """
        A1 ; sasmixed_genetics.csv      ; Yield ~ Family + (1|Location/Block)                 ; Family ; 478.4052104151163
        A5 ; sasmixed_bond.csv          ; pressure ~ Metal + (1|Ingot)                        ;        ; 115.70738588549209
        A9 ; cake.csv                   ; angle ~ recipe*temperature + (1|recipe:replicate)   ;        ; 1696.0732566315014
        AA ; sasmixed_cultivation.csv   ; drywt ~ Inoc*Cult + (1|Block)                       ;        ; 73.32183555935296
        AB ; sasmixed_cultivation.csv   ; drywt ~ Inoc+Cult + (1|Block)                       ;        ; 75.25976082140009
        AC ; sasmixed_cultivation.csv   ; drywt ~ Inoc + (1|Block)                            ;        ; 77.55717029561318
        AD ; pastes.csv                 ; strength ~ 1 + (1|batch/cask)                       ;        ; 247.99446586221086
        AG ; sasmixed_wwheat.csv        ; Yield ~ Moisture + (Moisture|Variety)               ;        ; 182.05557638807852
        AJ ; sasmixed_avgdailygain.csv  ; adg ~ Treatment*InitWt + (1|Block)                  ;        ; 20.624498318093885
        AK ; sasmixed_avgdailygain.csv  ; adg ~ Treatment+InitWt + (1|Block)                  ;        ; 22.17989019698182
        AQ ; hsb82.csv.gz               ; mAch ~ minrty+sx+sector+ses + (1|school)            ;        ; 46331.432405845364
        AU ; sasmixed_semiconductor.csv ; resistance ~ ET*position + (1|Grp)                  ;        ; 49.479027303530536
        AV ; sasmixed_weights.csv       ; strength ~ Program*Time + (Time|Subj)               ;        ; 1313.3536154588624
        AW ; dyestuff2.csv              ; Yield ~ 1+(1|Batch)                                 ;        ; 162.87303665382578
        AX ; chem97.csv.gz              ; score ~ 1+(1|school)+(1|lea)                        ;        ; 157869.9261493198
        AY ; chem97.csv.gz              ; score ~ gcsescore+(1|school)+(1|lea)                ;        ; 141685.56021410297
        AZ ; sasmixed_animal.csv        ; AvgDailyGain ~ 1+(1|Sire/Dam)                       ;        ; 6.478085672024825
        Aa ; penicillin.csv             ; diameter ~ 1 + (1|plate) + (1|sample)               ;        ; 332.18834866832265
        Ab ; dyestuff.csv               ; Yield ~ 1 + (1|Batch)                               ;        ; 327.32705988112014
        Ag ; sleepstudy.csv             ; Reaction ~ Days + (Days|Subject)                    ;        ; 1751.9393444631971
        Ah ; sleepstudy.csv             ; Reaction ~ Days + (Days||Subject)                   ;        ; 1752.003255139871
        Ak ; sasmixed_semi2.csv         ; Thickness ~ Source+(1|Lot/Wafer)                    ; Source ; 456.8639438577471
        Ao ; sasmixed_mississippi.csv   ; y ~ Type+(1|influent)                               ; Type   ; 246.5736139715643
        Ap ; sasmixed_sims.csv          ; Gain ~ Pretot+(Pretot|Class)                        ;        ; 22373.106635827324
        Aq ; egsingle.csv.gz            ; math ~ year+size+female+(1|childid)+(1|schoolid)    ;        ; 16744.680673152398
        Ar ; sasmixed_demand.csv        ; log(d) ~ log(y)+log(rd)+log(rt)+log(rs)+(1|State)+(1|Year);        ; -260.62832325118416
        As ; sasmixed_pbib.csv          ; response ~ Treatment+(1|Block)                      ;        ; 45.58929125785551
        Au ; sasmixed_hr.csv            ; HR ~ Time*Drug+baseHR+(Time|Patient)                ;        ; 787.7542476907787
        Av ; sasmixed_bib.csv           ; y ~ Treatment*x+(1|Block)                           ;        ; 115.7319906030715
        Aw ; sasmixed_bib.csv           ; y ~ Treatment+x+(1|Block)                           ;        ; 115.73597532122605
        """)
    void objectiveIsTheBestEverFound(String id, String data, String formula, String factors, double best) {
        String[] columns = factors == null ? new String[0] : factors.split(" ");
        LmmFit fit = fit(formula, data, Criterion.ML, columns);
        assertThat(fit.convergence().converged()).isTrue();
        // Objectives of the order 1e5 are sums that both sides round at about 1e-9.
        assertThat(fit.objective()).isCloseTo(best, within(1e-7));
    }

    /** {@code RTtrunc ~ 8 columns} with 4 or 8 effects for subjects and items; MixedModelExamples A3 and A4. */
    @ParameterizedTest
    @CsvSource({
        "1 + S + P + C, |, 28644.2832359, 30",
        "1 + S + P + C + SP + SC + PC + SPC, ||, 28670.913319618754, 30",
        "1 + S + P + C + SP + SC + PC + SPC, |, 28586.317615840333, 40"
    })
    void subjectsByItemsWithManyParameters(String effects, String bar, double best, int evaluations) {
        String formula = "RTtrunc ~ S + P + C + SP + SC + PC + SPC + (@ % subj) + (@ % item)"
                .replace("@", effects)
                .replace("%", bar);
        LmmFit fit = fit(formula, "kb07.csv.gz", Criterion.ML);
        assertThat(fit.objective()).isLessThan(best + 1e-7).isGreaterThan(best - 1e-4);
        assertThat(fit.convergence().status()).isEqualTo("converged-boundary");
        assertThat(fit.convergence().evaluations()).isLessThanOrEqualTo(evaluations);
    }

    /** MixedModels.jl test/pls.jl; tolerances are the digits of what its optimiser reached. */
    @Test
    void instEvalEqualsMixedModels() {
        LmmFit fit = fit("y ~ 1 + service + (1|s) + (1|d) + (1|dept)", "insteval.csv.gz", Criterion.ML, "service");
        assertThat(fit.objective()).isCloseTo(237721.76877450474, within(1e-6));
        assertThat(fit.fitted()[0]).isCloseTo(3.1787619027, within(1e-6));
        assertThat(fit.residuals()[0]).isCloseTo(1.8212380973, within(1e-6));
    }

    @Test
    @Tag("slow")
    void instEvalNeedsTenEvaluations() {
        LmmFit fit = fit("y ~ 1 + service + (1|s) + (1|d) + (1|dept)", "insteval.csv.gz", Criterion.ML, "service");
        assertThat(fit.convergence().evaluations()).isLessThanOrEqualTo(10);
    }

    @Test
    void sleepstudyNeedsTenEvaluations() {
        for (Criterion criterion : Criterion.values()) {
            LmmFit fit = fit("Reaction ~ Days + (Days|Subject)", "sleepstudy.csv", criterion);
            assertThat(fit.convergence().evaluations()).isLessThanOrEqualTo(10);
        }
    }

    /** lme4 1.1-31 by bobyqa with rhoend = 1e-12, which finds θ to about 2e-7; its defaults stop at .92919, 4e-5 away. */
    @Test
    void sleepstudyByMaximumLikelihood() {
        LmmFit fit = fit("Reaction ~ Days + (Days|Subject)", "sleepstudy.csv", Criterion.ML);
        assertThat(fit.theta().stream().mapToDouble(theta -> theta.value()).toArray())
                .containsExactly(new double[] {.929225387595, .0181656841315, .222645424073}, within(5e-7));
        assertThat(fit.sigma()).isCloseTo(25.591815832, within(5e-6));
        assertThat(fit.covarianceEstimates().get(0).standardDeviations().get(0)).isCloseTo(23.7805649858, within(1e-5));
        assertThat(fit.covarianceEstimates().get(0).standardDeviations().get(1)).isCloseTo(5.71683457989, within(5e-6));
        assertThat(fit.covarianceEstimates().get(0).correlation().get(1).get(0))
                .isCloseTo(.0813199745871, within(1e-6));
        assertThat(fit.coefficient("(Intercept)").stdError()).isCloseTo(Math.sqrt(43.9870905266), within(2e-6));
        assertThat(fit.coefficient("Days").stdError()).isCloseTo(Math.sqrt(2.25671538096), within(1e-6));
        assertThat(fit.aic()).isCloseTo(1763.93934449, within(1e-7));
        assertThat(fit.bic()).isCloseTo(1783.09708559, within(1e-7));
    }

    /** As {@link #sleepstudyByMaximumLikelihood}. */
    @Test
    void sleepstudyByRestrictedMaximumLikelihood() {
        LmmFit fit = fit("Reaction ~ Days + (Days|Subject)", "sleepstudy.csv", Criterion.REML);
        assertThat(fit.objective()).isCloseTo(1743.62827196, within(1e-7));
        assertThat(fit.theta().stream().mapToDouble(theta -> theta.value()).toArray())
                .containsExactly(new double[] {.966732791471, .0151690598804, .230909598085}, within(5e-7));
        assertThat(fit.vcov()[0][0]).isCloseTo(46.5745615435, within(2e-5));
        assertThat(fit.vcov()[0][1]).isCloseTo(-1.45109562721, within(2e-6));
        assertThat(fit.vcov()[1][1]).isCloseTo(2.38946342362, within(2e-6));
        RandomEffects subjects = fit.randomEffects("Subject");
        assertThat(subjects.mode(0, 0)).isCloseTo(2.258565501, within(2e-6));
        assertThat(subjects.mode(0, 1)).isCloseTo(9.198971904, within(2e-6));
        assertThat(subjects.mode(1, 0)).isCloseTo(-40.39857692, within(2e-5));
        assertThat(subjects.variance(0, 0, 0)).isCloseTo(145.705094, within(5e-5));
        assertThat(subjects.variance(0, 0, 1)).isCloseTo(-21.44442513, within(1e-5));
        assertThat(subjects.variance(0, 1, 1)).isCloseTo(5.312273496, within(1e-6));
    }

    /** MixedModels.jl test/pls.jl. */
    @Test
    void penicillinAndPastesByMaximumLikelihood() {
        LmmFit penicillin = fit("diameter ~ 1 + (1|plate) + (1|sample)", "penicillin.csv", Criterion.ML);
        assertThat(penicillin.theta().get(0).value()).isCloseTo(1.537594280, within(2e-6));
        assertThat(penicillin.theta().get(1).value()).isCloseTo(3.219756225, within(2e-5));
        assertThat(penicillin.randomEffects("plate").variance(0, 0, 0)).isCloseTo(.0733135691, within(1e-6));
        assertThat(penicillin.randomEffects("sample").variance(5, 0, 0)).isCloseTo(.0405159172, within(1e-6));
        LmmFit pastes = fit("strength ~ 1 + (1|batch/cask)", "pastes.csv", Criterion.ML);
        assertThat(pastes.theta().get(0).value()).isCloseTo(3.526901618, within(1e-6));
        assertThat(pastes.theta().get(1).value()).isCloseTo(1.329912159, within(1e-6));
        assertThat(pastes.coefficient("(Intercept)").stdError()).isCloseTo(.6421353329, within(1e-7));
    }

    /**
     * Balanced one-way layout: σ̂² = MSW and σ̂_b² = (MSB − MSW)/5, exactly 2451.25 and 1764.05. A decrement of 1e-13
     * leaves an error of 1e-7 in θ, so variances are compared to 1e-6 of their size.
     */
    @Test
    void dyestuffEqualsTheAnalysisOfVariance() {
        LmmFit fit = fit("Yield ~ 1 + (1|Batch)", "dyestuff.csv", Criterion.REML);
        assertThat(fit.sigma() * fit.sigma()).isCloseTo(2451.25, within(1e-6 * 2451.25));
        double sd = fit.covarianceEstimates().get(0).standardDeviations().get(0);
        assertThat(sd * sd).isCloseTo(1764.05, within(1e-6 * 1764.05));
        assertThat(fit.coefficient("(Intercept)").stdError())
                .isCloseTo(Math.sqrt((2451.25 + 5 * 1764.05) / 30), within(1e-5));
        assertThat(fit.objective()).isCloseTo(319.6542768423, within(1e-9));
    }

    /** SAS/STAT MIXED, split-plot example (Stroup 1989): components 62.3958, 15.3819, 9.3611. */
    @Test
    void splitPlotEqualsSas() {
        LmmFit fit = fit("Y ~ A*B + (1 | Block/A)", "sas-splitplot.csv", Criterion.REML);
        assertThat(fit.objective()).isCloseTo(119.7618, within(5e-5));
        assertThat(Math.pow(fit.sigma(), 2)).isCloseTo(9.3611, within(5e-5));
        assertThat(Math.pow(
                        fit.covarianceEstimates().get(0).standardDeviations().get(0), 2))
                .isCloseTo(15.3819, within(5e-5));
        assertThat(Math.pow(
                        fit.covarianceEstimates().get(1).standardDeviations().get(0), 2))
                .isCloseTo(62.3958, within(5e-5));
    }

    /**
     * Replicated cross-over trials on which box-constrained BOBYQA stops at a saddle point (MixedModels.jl issues 705 and
     * 833). lme4 1.1-31, bobyqa with rhoend = 1e-10, best of 12 random starts.
     */
    @ParameterizedTest
    @CsvSource({
        "saddlepoint705.csv, REML, log(AUCT) ~ trt+seq+per+(0+trt|sub), -49.716465114",
        "saddlepoint705.csv, ML, log(AUCT) ~ trt+seq+per+(0+trt|sub), -81.199450641",
        "saddlepoint705.csv, ML, log(AUCT) ~ trt+seq+per+(trt|sub), -81.199450641",
        "issue833.csv, REML, endpoint ~ formulation+sequence+period+(0+formulation|id), 1141.163296613",
        "issue833.csv, ML, endpoint ~ formulation+sequence+period+(0+formulation|id), 1132.653590112",
        "issue833.csv, ML, endpoint ~ formulation+sequence+period+(formulation|id), 1132.653590112"
    })
    void saddlePointsAreLeft(String data, Criterion criterion, String formula, double best) {
        Table table = TestFiles.table(data);
        String period = table.columnNames().contains("per") ? "per" : "period";
        LmmFit fit = Lmm.of(formula).criterion(criterion).factors(period).fit(table);
        assertThat(fit.convergence().converged()).isTrue();
        assertThat(fit.convergence().smallestEigenvalue()).isPositive();
        assertThat(fit.objective()).isCloseTo(best, within(1e-8));
    }
}
