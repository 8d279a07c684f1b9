package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.Term;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Exploration.Contextual;
import dev.echelon.result.Exploration.Slope;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Slopes within and between groups. With the group means x̄ of every predictor added to the model, the coefficient of x is
 * its slope within groups and that of x̄ the contextual effect, between − within; this is the model with {@code within}
 * and {@code between} in place of x, written so that the difference has a coefficient.
 */
final class ContextualEffects {
    /** Variation this small beside that of the other level is rounding. */
    private static final double ABSENT = 1e-8;

    private final Lmm model;
    private final RowSource data;
    private final LmmFit fit;
    private final Design.RandomBlock block;
    private final GroupedRows rows;
    private final List<String> notes;

    ContextualEffects(
            Lmm model, RowSource data, LmmFit fit, Design.RandomBlock block, GroupedRows rows, List<String> notes) {
        this.model = model;
        this.data = data;
        this.fit = fit;
        this.block = block;
        this.rows = rows;
        this.notes = notes;
    }

    List<Contextual> effects(DfMethod df) {
        Formula formula = Formula.parse(fit.formula());
        List<String> predictors = predictors(formula);
        if (predictors.isEmpty()) {
            return List.of();
        }
        EncodedRows encoded = fit.encodedRows();
        Table table = Encoding.inMemory(data);
        StringBuilder text = new StringBuilder(formula.text());
        for (String predictor : predictors) {
            String name = meanName(predictor);
            table = table.with(name, meansOf(predictor, encoded, table.rowCount()));
            text.append(" + `").append(name).append('`');
        }
        LmmFit split;
        try {
            split = Lmm.of(Formula.parse(text.toString()), model.encoding(), model.criterion())
                    .fit(table);
        } catch (EchelonException e) {
            notes.add("the model with group means cannot be fitted: " + e.getMessage());
            return List.of();
        }
        List<Contextual> effects = new ArrayList<>();
        for (String predictor : predictors) {
            contextual(split, predictor, df, effects);
        }
        return effects;
    }

    private String meanName(String predictor) {
        return "between(" + predictor + ", " + block.group() + ")";
    }

    /** Plain numeric columns among the fixed effects that vary within and between groups. */
    private List<String> predictors(Formula formula) {
        List<String> predictors = new ArrayList<>();
        for (Term term : formula.fixed().terms()) {
            if (term.order() != 1 || !(term.factors().get(0) instanceof Expression.Variable)) {
                continue;
            }
            int column = fixedColumn(term.label());
            if (column < 0) {
                continue;
            }
            double[] spread = rows.spread(column(column));
            if (spread[0] > ABSENT * spread[1] && spread[1] > ABSENT * spread[0]) {
                predictors.add(term.factors().get(0).columns().iterator().next());
            }
        }
        return predictors;
    }

    /** A numeric variable has the one column of its own name; a factor's columns have levels in their names. */
    private int fixedColumn(String label) {
        int column = fit.encodedRows().design().fixed().names().indexOf(label);
        return Arrays.stream(fit.state().kept()).anyMatch(k -> k == column) ? column : -1;
    }

    private ModelColumn column(int index) {
        return fit.encodedRows().design().fixed().column(index);
    }

    private NumericColumn meansOf(String predictor, EncodedRows encoded, int size) {
        double[] means = rows.means(column(encoded.design().fixed().names().indexOf(label(predictor))));
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < encoded.used().length; i++) {
            values[encoded.used()[i]] = means[block.codes()[i]];
        }
        return NumericColumn.of(values);
    }

    private String label(String predictor) {
        List<String> names = fit.encodedRows().design().fixed().names();
        return names.contains(predictor) ? predictor : "`" + predictor + "`";
    }

    private void contextual(LmmFit split, String predictor, DfMethod df, List<Contextual> out) {
        List<Coefficient> all = split.coefficients(df);
        int x = index(all, predictor);
        int mean = index(all, meanName(predictor));
        if (x < 0 || mean < 0) {
            notes.add("'" + predictor + "': its group means depend on other columns of the model, so within and between"
                    + " cannot be told apart");
            return;
        }
        double[][] covariance = split.vcov(df);
        double between = all.get(x).estimate() + all.get(mean).estimate();
        double variance = covariance[x][x] + covariance[mean][mean] + 2 * covariance[x][mean];
        out.add(new Contextual(
                predictor,
                new Slope(all.get(x).estimate(), all.get(x).stdError()),
                new Slope(between, Math.sqrt(variance)),
                all.get(mean)));
    }

    private static int index(List<Coefficient> all, String name) {
        for (int k = 0; k < all.size(); k++) {
            if (all.get(k).term().equals(name) || all.get(k).term().equals("`" + name + "`")) {
                return k;
            }
        }
        return -1;
    }
}
