package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.golden.TestFiles;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Exploration;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The three ways against R 4.2: lm on group means, nlme's lmList and pooledSD, lme4 1.1-31 (bobyqa to 1e-10) with
 * lmerTest for the model with group means.
 */
class ExplorationTest {
    private static Exploration highSchools(String formula) {
        return Lmm.of(formula).factors("school").explore(FitExamples.table("hsb82.csv.gz"));
    }

    @Test
    void groupMeansAreRegressedAlikeAndWeighted() {
        Exploration.Aggregate aggregate =
                highSchools("mAch ~ ses + sx + sector + (1 | school)").aggregate();
        assertThat(aggregate.groups()).isEqualTo(160);
        assertThat(aggregate.df()).isEqualTo(156);
        assertThat(aggregate.sigma()).isCloseTo(1.79558285, within(1e-8));
        Exploration.AggregateCoefficient ses = aggregate.coefficients().get(1);
        assertThat(ses.term()).isEqualTo("ses");
        assertThat(ses.estimate()).isCloseTo(5.192069868, within(1e-8));
        assertThat(ses.stdError()).isCloseTo(0.3721910692, within(1e-8));
        assertThat(ses.weighted()).isCloseTo(5.004895219, within(1e-8));
        assertThat(ses.weightedError()).isCloseTo(0.3519650031, within(1e-8));
        Exploration.AggregateCoefficient sector = aggregate.coefficients().get(3);
        assertThat(sector.estimate()).isCloseTo(-1.253335254, within(1e-8));
        assertThat(sector.weighted()).isCloseTo(-1.339593485, within(1e-8));
    }

    @Test
    void separateRegressionsPoolTheirResidualsAsLmList() {
        Exploration exploration = highSchools("mAch ~ ses + (ses | school)");
        Exploration.Separate separate = exploration.separate();
        assertThat(separate.columns()).containsExactly("(Intercept)", "ses");
        assertThat(separate.fitted()).isEqualTo(160);
        assertThat(separate.unfitted()).isEmpty();
        assertThat(separate.pooledSd()).isCloseTo(6.059723839, within(1e-8));
        assertThat(separate.pooledDf()).isEqualTo(6865);
        assertThat(separate.sds().get(0)).isCloseTo(3.563483916, within(1e-8));
        assertThat(separate.sds().get(1)).isCloseTo(6.151510562, within(1e-8));
        assertThat(separate.sds().get(2)).isCloseTo(8.062293222, within(1e-8));
        assertThat(exploration.lines().levels().get(0)).isEqualTo("1224");
        assertThat(exploration.lines().leastSquares(0, 0)).isCloseTo(10.80513200, within(1e-7));
        assertThat(exploration.lines().leastSquares(0, 1)).isCloseTo(2.508581703, within(1e-8));
    }

    /** coef(m) and fixef(m) of the same model. */
    @Test
    void mixedLinesAreThoseOfCoef() {
        Exploration exploration = highSchools("mAch ~ ses + (ses | school)");
        assertThat(exploration.lines().mixed(0, 0)).isCloseTo(11.06002717, within(1e-5));
        assertThat(exploration.lines().mixed(0, 1)).isCloseTo(2.504084931, within(1e-5));
        assertThat(exploration.lines().fixed(0, 0)).isCloseTo(12.665023087, within(1e-5));
        assertThat(exploration.lines().fixed(159, 1)).isCloseTo(2.393813195, within(1e-5));
    }

    @Test
    void groupsWithoutARegressionSayWhy() {
        Exploration exploration = highSchools("mAch ~ ses + sx + sector + (1 | school)");
        Exploration.Separate separate = exploration.separate();
        assertThat(separate.unfitted()).hasSize(37);
        assertThat(separate.unfitted().get(0).level()).isEqualTo("1308");
        assertThat(separate.unfitted().get(0).reason()).contains("'sxMale' does not vary");
        assertThat(separate.pooledSd()).isCloseTo(6.171693719, within(1e-8));
        assertThat(separate.pooledDf()).isEqualTo(4963);
        int level = exploration.lines().levels().indexOf("1308");
        assertThat(exploration.lines().leastSquares(level, 1)).isNaN();
        assertThat(exploration.lines().mixed(level, 1))
                .isEqualTo(exploration.mixed().get(1).estimate());
    }

    @Test
    void contextualEffectIsTheDifferenceOfTheSlopes() {
        Exploration exploration = highSchools("mAch ~ ses + sx + sector + (1 | school)");
        assertThat(exploration.contextual())
                .extracting(Exploration.Contextual::predictor)
                .containsExactly("ses");
        Exploration.Contextual ses = exploration.contextual().get(0);
        assertThat(ses.within().estimate()).isCloseTo(2.152109229, within(1e-6));
        assertThat(ses.within().stdError()).isCloseTo(0.1084792878, within(1e-6));
        assertThat(ses.between().estimate()).isCloseTo(5.219580999, within(1e-6));
        assertThat(ses.between().stdError()).isCloseTo(0.356200937, within(1e-6));
        Coefficient difference = ses.difference();
        assertThat(difference.estimate()).isCloseTo(3.067471770, within(1e-6));
        assertThat(difference.stdError()).isCloseTo(0.3721362612, within(1e-6));
        assertThat(difference.df()).isCloseTo(179.2820331, within(0.02)); // lmerTest differentiates numerically
        assertThat(difference.pValue()).isCloseTo(3.463057112e-14, within(1e-16));
    }

    @Test
    void crossLevelProductsArePartOfTheSlopes() {
        Exploration exploration = highSchools("mAch ~ cses * (meanses + sector) + (cses | school)");
        assertThat(exploration.lines().columns()).containsExactly("(Intercept)", "cses");
        assertThat(exploration.notes()).hasSize(2).allMatch(note -> note.contains("cses:"));
        assertThat(exploration.contextual()).isEmpty();
        double own = exploration.lines().spread(1, false);
        assertThat(exploration.lines().spread(1, true)).isLessThan(own);
        assertThat(exploration.aggregate().coefficients().get(1).estimate()).isNaN();
    }

    /** coef(lmList(Reaction ~ Days | Subject)), and lm of the subjects' means on a constant. */
    @Test
    void predictorWithTheSameMeanInEveryGroupHasNoSlopeOfMeans() {
        Exploration exploration =
                Lmm.of("Reaction ~ Days + (Days | Subject)").explore(FitExamples.table("sleepstudy.csv"));
        assertThat(exploration.aggregate().coefficients().get(0).estimate()).isCloseTo(298.5078917, within(1e-7));
        assertThat(exploration.aggregate().coefficients().get(0).stdError()).isCloseTo(9.049936054, within(1e-8));
        assertThat(exploration.aggregate().coefficients().get(1).estimate()).isNaN();
        assertThat(exploration.separate().pooledSd()).isCloseTo(25.59181563, within(1e-8));
        assertThat(exploration.lines().leastSquares(0, 0)).isCloseTo(244.1926691, within(1e-7));
        assertThat(exploration.lines().leastSquares(0, 1)).isCloseTo(21.764702424, within(1e-8));
        assertThat(exploration.contextual()).isEmpty();
    }

    /** R: 36 of 407 doctors have too few or too similar patients for lm.fit. */
    @Test
    void patientsOfDoctorsAreSeenInThreeWays() {
        Exploration exploration = Lmm.of("mobility ~ Age + Married + Sex + WBC + RBC + (1 | DID)")
                .factors("DID")
                .explore(TestFiles.table("hdp.csv.gz"));
        assertThat(exploration.rows()).isEqualTo(8525);
        assertThat(exploration.aggregate().groups()).isEqualTo(407);
        assertThat(exploration.aggregate().coefficients().get(1).estimate()).isCloseTo(2.605292373e-02, within(1e-10));
        assertThat(exploration.aggregate().coefficients().get(1).stdError()).isCloseTo(0.0412052329924, within(1e-10));
        assertThat(exploration.separate().unfitted()).hasSize(36);
        assertThat(exploration.separate().pooledSd()).isCloseTo(0.5773602839, within(1e-9));
        assertThat(exploration.separate().pooledDf()).isEqualTo(6141);
        assertThat(exploration.contextual())
                .extracting(Exploration.Contextual::predictor)
                .containsExactly("Age", "Married", "WBC", "RBC");
        Exploration.Contextual age = exploration.contextual().get(0);
        assertThat(age.within().estimate()).isCloseTo(2.466624915e-02, within(1e-8));
        assertThat(age.difference().estimate()).isCloseTo(1.154445191e-03, within(1e-7));
        assertThat(age.difference().stdError()).isCloseTo(4.145800719e-02, within(1e-7));
        assertThat(age.difference().df()).isCloseTo(413.3747, within(0.05));
    }

    @Test
    void groupCanBeChosenAndAnUnknownOneIsNamed() {
        Lmm pastes = Lmm.of("strength ~ 1 + (1 | batch/cask)");
        Table data = FitExamples.table("pastes.csv");
        assertThat(pastes.explore(data).group()).isEqualTo("cask:batch");
        Exploration byBatch = pastes.explore(data, "batch");
        assertThat(byBatch.aggregate().groups()).isEqualTo(10);
        assertThatThrownBy(() -> pastes.explore(data, "bach"))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'bach'")
                .hasMessageContaining("batch");
        assertThatThrownBy(() -> Lmm.of("strength ~ 1").explore(data)).isInstanceOf(EchelonException.class);
    }

    /** A nested factor of two columns, a column name with a blank, missing values: nothing of this may be in the way. */
    @Test
    void awkwardNamesAndMissingValuesAreNotInTheWay() {
        int n = 60;
        double[] x = new double[n];
        double[] y = new double[n];
        int[] a = new int[n];
        int[] b = new int[n];
        for (int i = 0; i < n; i++) {
            a[i] = i / 20;
            b[i] = i / 5 % 4;
            x[i] = Math.sin(7 * i) + a[i] + 0.3 * b[i];
            y[i] = 2 * x[i] + Math.cos(3 * a[i] + 5 * b[i]) + Math.sin(11 * i * i);
        }
        x[7] = Double.NaN;
        Table data = Table.of(new java.util.LinkedHashMap<>(java.util.Map.of(
                "my x", NumericColumn.of(x),
                "y", NumericColumn.of(y),
                "a", Factor.of(a, List.of("p", "q", "r")),
                "b", Factor.of(b, List.of("1", "2", "3", "4")))));
        Exploration exploration = Lmm.of("y ~ `my x` + (1 | a:b)").explore(data);
        assertThat(exploration.group()).isEqualTo("a:b");
        assertThat(exploration.rows()).isEqualTo(59);
        assertThat(exploration.contextual()).hasSize(1);
        Exploration.Contextual x1 = exploration.contextual().get(0);
        assertThat(x1.predictor()).isEqualTo("my x");
        assertThat(x1.between().estimate() - x1.within().estimate())
                .isCloseTo(x1.difference().estimate(), within(1e-12));
    }
}
