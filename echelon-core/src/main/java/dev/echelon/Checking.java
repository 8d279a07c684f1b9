package dev.echelon;

import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.diagnose.EffectChecks;
import dev.echelon.internal.diagnose.LevelOneVariance;
import dev.echelon.internal.diagnose.Normality;
import dev.echelon.internal.diagnose.RowDeletion;
import dev.echelon.internal.diagnose.Spread;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.CheckResult;
import dev.echelon.result.DiagnosticTest;
import dev.echelon.result.GroupInfluence;
import dev.echelon.result.NormalityTest;
import dev.echelon.result.RowDiagnostics;
import dev.echelon.result.SimulatedResiduals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs all checks of a fit, and puts what they found into words. */
final class Checking {
    /** Levels of a single factor whose deletion takes a few seconds: each costs a sum over all. */
    private static final int MOST_LEVELS = 2000;

    /** The same for several factors, in rows that are read and operations on the root. */
    private static final double MOST_WORK = 1e9;

    private final FitState state;
    private final FittedModel model;
    private final Diagnostics diagnostics;
    private final Check check;
    private final List<NormalityTest> normality = new ArrayList<>();
    private final List<DiagnosticTest> tests = new ArrayList<>();
    private final List<SimulatedResiduals> simulated = new ArrayList<>();
    private final List<GroupInfluence> influence = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private List<RowDiagnostics> influential = List.of();
    private List<RowDiagnostics> outlying = List.of();
    private double neighbours = Double.NaN;
    private String neighboursWithin = "";
    private double leverage = Double.NaN;
    private double spreadRatio = Double.NaN;
    private long observations;

    private Checking(FitState state, FittedModel model, Diagnostics diagnostics, Check check) {
        this.state = state;
        this.model = model;
        this.diagnostics = diagnostics;
        this.check = check;
    }

    static CheckResult of(
            FitState state, FittedModel model, Optional<EncodedRows> rows, Diagnostics diagnostics, Check check) {
        Checking checking = new Checking(state, model, diagnostics, check);
        rows.ifPresent(checking::rows);
        checking.effects();
        return checking.report();
    }

    private void rows(EncodedRows rows) {
        Design design = rows.design();
        observations = design.response().length;
        RowDeletion deletion = new RowDeletion(model, rows, state.criterion() == Criterion.REML);
        RowSummary summary = new RowSummary(deletion, design.response().length);
        influential = summary.influential;
        outlying = summary.outlying;
        leverage = summary.leverage;
        spreadRatio = summary.spreadRatio();
        normality.add(Normality.of("residuals", summary.standardised));
        tests.add(Spread.byFitted(summary.standardised, summary.fitted));
        SimulatedChecks simulations = new SimulatedChecks(model, rows, deletion, check);
        simulated.add(simulations.byRow());
        List<GroupingFactor> factors = GroupingFactor.of(design);
        for (GroupingFactor factor : factors) {
            group(factor, design, summary, simulations);
        }
        if (!factors.isEmpty()) {
            GroupingFactor finest = factors.get(0);
            neighboursWithin = finest.group();
            neighbours = Spread.neighbours(summary.standardised, finest.codes(), finest.levels());
        }
    }

    private void group(GroupingFactor factor, Design design, RowSummary summary, SimulatedChecks simulations) {
        tests.add(Spread.byGroup(factor.group(), summary.standardised, factor.codes(), factor.levels()));
        tests.add(LevelOneVariance.of(factor.group(), design, model.kept(), factor.codes(), factor.levels()));
        if (factor.levels() > 1) {
            simulated.add(simulations.byLevel(
                    design.random().get(factor.terms().get(0).index())));
        }
        boolean quick = isQuick(factor, GroupingFactor.of(design));
        if (check.groups().isEmpty() ? quick : check.groups().contains(factor.group())) {
            influence.add(diagnostics.influence(factor.group(), check.deletion()));
        } else if (check.groups().isEmpty()) {
            notes.add("influence of the " + factor.levels() + " levels of '" + factor.group()
                    + "' was left out because it takes long; ask for it by name");
        }
    }

    private boolean isQuick(GroupingFactor deleted, List<GroupingFactor> factors) {
        if (factors.size() == 1) {
            return deleted.levels() <= MOST_LEVELS;
        }
        double root = 0; // all but the factor with most levels may be dense
        for (GroupingFactor factor : factors.subList(1, factors.size())) {
            root += (double) factor.levels() * factor.effects();
        }
        return deleted.levels() * (100.0 * observations + Math.pow(root, 3)) <= MOST_WORK;
    }

    private void effects() {
        for (int t = 0; t < model.terms().size(); t++) {
            normality.addAll(EffectChecks.normality(
                    model.terms().get(t), model.sigma(), state.terms().get(t).variances()));
        }
        if (observations == 0) {
            notes.add("residuals, influence and simulations were left out because a saved fit holds no rows; give the"
                    + " data of the fit, too");
        }
    }

    private CheckResult report() {
        CheckResult report = new CheckResult(
                state.formula(),
                observations,
                List.of(),
                normality.stream()
                        .filter(test -> !Double.isNaN(test.statistic()))
                        .toList(),
                tests.stream().filter(test -> !Double.isNaN(test.statistic())).toList(),
                List.copyOf(simulated),
                neighbours,
                neighboursWithin,
                EffectChecks.components(model),
                EffectChecks.condition(model, false),
                EffectChecks.condition(model, true),
                leverage,
                List.copyOf(influential),
                List.copyOf(outlying),
                List.copyOf(influence),
                List.copyOf(notes));
        return CheckFindings.added(report, state, spreadRatio);
    }
}
