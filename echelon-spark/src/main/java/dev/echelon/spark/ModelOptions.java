package dev.echelon.spark;

import dev.echelon.Criterion;
import dev.echelon.Lmm;
import dev.echelon.formula.RandomTerm;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A model in words, which can travel to executors.
 *
 * @param formula the formula
 * @param reml whether REML or ML
 * @param weights column of precision weights, empty for none
 * @param offset column of offsets, empty for none
 * @param factors columns that are factors although they hold numbers
 */
record ModelOptions(String formula, boolean reml, String weights, String offset, List<String> factors)
        implements Serializable {
    ModelOptions {
        factors = new ArrayList<>(factors);
    }

    static ModelOptions of(String formula) {
        return new ModelOptions(formula, true, "", "", List.of());
    }

    /**
     * The model.
     *
     * @throws dev.echelon.formula.FormulaException if the formula is none
     */
    Lmm model() {
        Lmm model =
                Lmm.of(formula).criterion(reml ? Criterion.REML : Criterion.ML).factors(factors.toArray(new String[0]));
        model = weights.isEmpty() ? model : model.weights(weights);
        return offset.isEmpty() ? model : model.offset(offset);
    }

    /** Whether all random effects are of one grouping factor, the levels of which can be anywhere. */
    boolean hasOneFactor() {
        return model().formula().random().stream()
                        .map(RandomTerm::groupLabel)
                        .distinct()
                        .count()
                == 1;
    }

    /** The columns of {@code known} that the model reads; all of them if the formula has a dot. */
    Set<String> columns(List<String> known) {
        dev.echelon.formula.Formula parsed = model().formula().withColumns(known);
        Set<String> names = new LinkedHashSet<>(parsed.hasDot() ? known : parsed.columns());
        names.add(weights);
        names.add(offset);
        return names;
    }

    /** The same for a model of each group of rows: a dot does not stand for the column of the groups. */
    Set<String> groupColumns(List<String> known, String group) {
        List<String> others = new ArrayList<>(known);
        others.remove(group);
        Set<String> names = columns(others);
        if (model().formula().columns().contains(group)) {
            names.add(group);
        }
        return names;
    }
}
