package dev.echelon.internal.design;

import dev.echelon.covariance.ResidualStructure.Needs;
import dev.echelon.formula.Formula;
import dev.echelon.formula.ResidualTerm;
import dev.echelon.formula.VarianceTerm;
import dev.echelon.internal.design.LearnedResidual.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Learns the R side of a model from the training rows: slots, subjects, groups and strata. */
final class ResidualLearner {
    private final Formula formula;
    private final UsedRows rows;
    private final Evaluator used;
    private final List<String> notes;

    ResidualLearner(Formula formula, UsedRows rows, List<String> notes) {
        this.formula = formula;
        this.rows = rows;
        this.used = rows.evaluator();
        this.notes = notes;
    }

    LearnedResidual learn() {
        List<List<String>> strata = new ArrayList<>();
        for (VarianceTerm term : formula.variance()) {
            boolean stratified = term.function().equals("ident");
            strata.add(stratified ? used.groups(term.argument()).levels() : List.of());
        }
        if (formula.residual().isEmpty()) {
            return new LearnedResidual(List.of(), List.of("1"), List.of(), List.of(""), strata);
        }
        ResidualTerm term = formula.residual().get();
        List<String> subjects = term.subject().isEmpty()
                ? List.of()
                : used.groups(term.subject()).levels();
        List<String> groups =
                term.group().isEmpty() ? List.of("") : used.groups(term.group()).levels();
        List<Axis> axes = axes(term);
        return new LearnedResidual(axes, slots(term, axes), subjects, groups, strata);
    }

    private List<Axis> axes(ResidualTerm term) {
        List<Axis> axes = new ArrayList<>();
        boolean product = !term.structure().parts().isEmpty();
        for (int k = 0; k < term.positions().size(); k++) {
            String name = product
                    ? term.structure().parts().get(k).name()
                    : term.structure().name();
            Needs needs = product ? Needs.SLOTS : ResidualKinds.needs(term.structure());
            axes.add(PositionAxis.learn(used, term.positions().get(k), name, needs, notes));
        }
        return axes;
    }

    private List<String> slots(ResidualTerm term, List<Axis> axes) {
        if (axes.isEmpty()) {
            return ordinals(term);
        }
        if (axes.stream().anyMatch(axis -> axis.levels().isEmpty())) {
            return List.of();
        }
        List<String> names = axes.get(0).levels();
        for (Axis axis : axes.subList(1, axes.size())) {
            List<String> longer = new ArrayList<>();
            for (String name : names) {
                axis.levels().forEach(level -> longer.add(name + ":" + level));
            }
            names = longer;
        }
        return names;
    }

    /** As many slots as the largest subject has rows. */
    private List<String> ordinals(ResidualTerm term) {
        int largest = rows.count();
        if (!term.subject().isEmpty()) {
            Value.Categories subjects = used.groups(term.subject());
            int[] counts = new int[subjects.levels().size()];
            for (int code : subjects.codes()) {
                counts[code]++;
            }
            largest = Arrays.stream(counts).max().orElse(0);
        }
        List<String> names = new ArrayList<>();
        for (int k = 1; k <= largest; k++) {
            names.add(Integer.toString(k));
        }
        return names;
    }
}
