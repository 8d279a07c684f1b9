package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.predict.LevelErrors;
import dev.echelon.internal.predict.LevelRegressions;
import dev.echelon.result.GroupCoefficients;
import dev.echelon.result.GroupEstimates;
import dev.echelon.result.RandomEffects;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is said of the levels of grouping factors after a fit, from its cross-products. */
final class RandomEffectTables {
    private final FitState state;
    private final FittedModel model;

    RandomEffectTables(FitState state) {
        this.state = state;
        this.model = state.model("tables of random effects");
    }

    /** The modes of a term with the variances of b̂ − b. */
    RandomEffects joint(String name) {
        for (int t = 0; t < state.terms().size(); t++) {
            FitState.Term term = state.terms().get(t);
            if (term.name().equals(name)) {
                return new RandomEffects(
                        name, term.columns(), term.levels(), term.modes(), new LevelErrors(model).joint(t));
            }
        }
        throw new EchelonException("no random term '" + name + "'; the terms are "
                + String.join(
                        ", ", state.terms().stream().map(FitState.Term::name).toList()));
    }

    /** Fixed plus random effects. */
    GroupCoefficients coefficients(String group) {
        List<GroupingFactor.Term> places = factor(group).terms();
        Set<String> columns = new LinkedHashSet<>(state.columns());
        places.forEach(place -> columns.addAll(term(place).columns()));
        List<String> names = List.copyOf(columns);
        List<String> levels = term(places.get(0)).levels();
        double[] values = new double[names.size() * levels.size()];
        double[] errors = new double[values.length];
        LevelErrors variances = new LevelErrors(model);
        for (int c = 0; c < names.size(); c++) {
            fill(names, c, places, variances, values, errors);
        }
        return new GroupCoefficients(group, names, levels, values, errors);
    }

    private void fill(
            List<String> names,
            int c,
            List<GroupingFactor.Term> places,
            LevelErrors variances,
            double[] values,
            double[] errors) {
        int fixed = state.columns().indexOf(names.get(c));
        double[] l = new double[state.beta().length];
        if (fixed >= 0) {
            l[fixed] = 1;
        }
        List<Integer> terms = new ArrayList<>();
        List<double[]> effects = new ArrayList<>();
        for (GroupingFactor.Term place : places) {
            int effect = term(place).columns().indexOf(names.get(c));
            if (effect >= 0) {
                double[] z = new double[place.width()];
                z[effect] = 1;
                terms.add(place.index());
                effects.add(z);
            }
        }
        int levels = values.length / names.size();
        for (int j = 0; j < levels; j++) {
            int at = j * names.size() + c;
            values[at] = fixed >= 0 ? state.beta()[fixed] : 0;
            for (int t = 0; t < terms.size(); t++) {
                FitState.Term term = state.terms().get(terms.get(t));
                int w = term.columns().size();
                for (int k = 0; k < w; k++) {
                    values[at] += effects.get(t)[k] * term.modes()[j * w + k];
                }
            }
            errors[at] = terms.isEmpty() && j > 0
                    ? errors[c]
                    : Math.sqrt(Math.max(0, variances.combination(l, terms, j, effects)));
        }
    }

    /** Empirical Bayes and least squares. */
    GroupEstimates estimates(String group) {
        GroupingFactor factor = factor(group);
        int index = indexOf(group);
        LevelRegressions own = new LevelRegressions(model, index);
        int q = own.effects();
        int m = factor.levels();
        double[][] cells = new double[3][m * q];
        double[] between = new double[q];
        List<String> names = new ArrayList<>();
        for (GroupingFactor.Term place : factor.terms()) {
            FitState.Term term = term(place);
            int w = place.width();
            for (int k = 0; k < w; k++) {
                names.add(term.columns().get(k));
                between[place.offset() + k] = state.sigma() * state.sigma() * term.relative()[k * w + k];
                for (int j = 0; j < m; j++) {
                    int at = j * q + place.offset() + k;
                    cells[0][at] = term.modes()[j * w + k];
                    cells[1][at] = own.estimate(j, place.offset() + k);
                    cells[2][at] = own.variance(j, place.offset() + k);
                }
            }
        }
        return new GroupEstimates(
                group, names, term(factor.terms().get(0)).levels(), cells[0], cells[1], cells[2], between);
    }

    private FitState.Term term(GroupingFactor.Term place) {
        return state.terms().get(place.index());
    }

    private GroupingFactor factor(String group) {
        return model.factors().get(indexOf(group));
    }

    private int indexOf(String group) {
        List<String> groups =
                model.factors().stream().map(GroupingFactor::group).toList();
        int index = groups.indexOf(group);
        if (index < 0) {
            throw new EchelonException(
                    "no grouping factor '" + group + "'; the grouping factors are " + String.join(", ", groups));
        }
        return index;
    }
}
