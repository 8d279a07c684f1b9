package dev.echelon.internal.design;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.covariance.ResidualStructure.Needs;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.FormulaException;
import dev.echelon.formula.ResidualTerm;
import dev.echelon.formula.Span;
import dev.echelon.formula.Structure;
import dev.echelon.formula.VarianceTerm;
import dev.echelon.internal.design.LearnedResidual.Axis;
import dev.echelon.table.NumericColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The R side of a model for some rows, by what was learned. */
final class ResidualEncoder {
    private final Formula formula;
    private final LearnedResidual learned;
    private final UsedRows rows;
    private final Evaluator evaluator;
    private final long firstRow;

    /**
     * @param firstRow how many rows came before the table that the used rows are from, for messages
     */
    ResidualEncoder(Formula formula, LearnedResidual learned, UsedRows rows, long firstRow) {
        this.formula = formula;
        this.learned = learned;
        this.rows = rows;
        this.evaluator = rows.evaluator();
        this.firstRow = firstRow;
    }

    ResidualRows encode() {
        int n = rows.count();
        List<ResidualRows.Variance> variances = variances();
        if (formula.residual().isEmpty()) {
            return independent(n, variances);
        }
        ResidualTerm term = formula.residual().get();
        int[] subjects = term.subject().isEmpty() ? new int[n] : codes(term.subject(), learned.subjects(), "subject");
        int[] groups = term.group().isEmpty() ? new int[n] : codes(term.group(), learned.groups(), "group");
        requireConstant(term, subjects, groups);
        double[][] places = places(term, false);
        requireDistinct(term, subjects, places);
        return new ResidualRows(
                ResidualKinds.of(term.structure(), learned),
                term.subjectLabel(),
                subjects,
                term.subject().isEmpty() ? List.of("all rows") : learned.subjects(),
                term.positionLabel(),
                learned.hasGrid() ? slots(subjects, learned.subjects().size(), places) : new int[0],
                learned.slots(),
                learned.hasGrid() ? new double[0][] : places,
                term.groupLabel(),
                groups,
                learned.groups(),
                variances);
    }

    /** Only variance functions: every row is a subject of its own. */
    private ResidualRows independent(int n, List<ResidualRows.Variance> variances) {
        int[] subjects = new int[n];
        List<String> names = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            subjects[i] = i;
            names.add(Long.toString(rowNumber(i)));
        }
        return new ResidualRows(
                ResidualKinds.of(Structure.of("id"), learned),
                "",
                subjects,
                names,
                "1",
                new int[n],
                learned.slots(),
                new double[0][],
                "",
                new int[n],
                learned.groups(),
                variances);
    }

    /** Rows of subjects that the fit may not know, with the response where it is there. */
    ObservedRows observed(EncodingOptions options) {
        int n = rows.count();
        int[] subjects = new int[n];
        List<String> names = List.of("all rows");
        double[][] places = new double[0][];
        int[] groups = new int[n];
        ResidualStructure structure =
                ResidualKinds.of(formula.residual().map(ResidualTerm::structure).orElse(Structure.of("id")), learned);
        if (formula.residual().isPresent()) {
            ResidualTerm term = formula.residual().get();
            if (!term.subject().isEmpty()) {
                Value.Categories categories = evaluator.groups(term.subject());
                subjects = categories.codes();
                names = categories.levels();
            }
            groups = term.group().isEmpty() ? groups : codes(term.group(), learned.groups(), "group");
            places = places(term, structure.needs() != Needs.SLOTS);
        } else {
            Arrays.setAll(subjects, i -> i);
            names = ordinals(n);
        }
        boolean grid = structure.needs() == Needs.SLOTS;
        ResidualRows residual = new ResidualRows(
                structure,
                formula.residual().map(ResidualTerm::subjectLabel).orElse(""),
                subjects,
                names,
                formula.residual().map(ResidualTerm::positionLabel).orElse("1"),
                grid ? slots(subjects, names.size(), places) : new int[0],
                learned.slots(),
                grid ? new double[0][] : places,
                formula.residual().map(ResidualTerm::groupLabel).orElse(""),
                groups,
                learned.groups(),
                variances());
        return new ObservedRows(residual, response(), weights(options), rows.indices());
    }

    private static List<String> ordinals(int n) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            names.add(Integer.toString(i));
        }
        return names;
    }

    /** NaN where it is missing. */
    private double[] response() {
        double[] missing = new double[rows.count()];
        Arrays.fill(missing, Double.NaN);
        for (String column : formula.response().columns()) {
            if (rows.table().find(column).isEmpty()) {
                return missing;
            }
        }
        return evaluator.numbers(formula.response());
    }

    private double[] weights(EncodingOptions options) {
        double[] weights = new double[rows.count()];
        Arrays.fill(weights, 1);
        if (!options.weights().isEmpty()
                && rows.table().find(options.weights()).orElse(null) instanceof NumericColumn column) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = column.value(i) > 0 ? column.value(i) : 1;
            }
        }
        return weights;
    }

    private int[] codes(List<Expression> factors, List<String> levels, String what) {
        Value.Categories observed = evaluator.groups(factors);
        int[] codes = Levels.apply(Levels.map(observed.levels(), levels), observed.codes());
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] < 0) {
                throw evaluator.error(
                        "row " + rowNumber(i) + " has a " + what + " '" + Expression.joinedLabels(factors)
                                + "' that did not occur when the model was fitted",
                        factors.get(0));
            }
        }
        return codes;
    }

    private void requireConstant(ResidualTerm term, int[] subjects, int[] groups) {
        if (term.group().isEmpty()) {
            return;
        }
        int[] first = new int[Math.max(1, learned.subjects().size())];
        Arrays.fill(first, -1);
        for (int i = 0; i < subjects.length; i++) {
            int known = first[subjects[i]];
            if (known < 0) {
                first[subjects[i]] = i;
            } else if (groups[known] != groups[i]) {
                String subject =
                        term.subject().isEmpty() ? "" : learned.subjects().get(subjects[i]);
                throw evaluator.error(
                        "the group '" + term.groupLabel() + "' must not change within a subject, but '"
                                + subject + "' of '" + term.subjectLabel() + "' is in '"
                                + learned.groups().get(groups[known]) + "' (row " + rowNumber(known) + ") and '"
                                + learned.groups().get(groups[i]) + "' (row " + rowNumber(i)
                                + "); write " + term.groupLabel() + ":" + term.subjectLabel()
                                + " if these are different subjects",
                        term.group().get(0));
            }
        }
    }

    /**
     * @param open whether places outside the grid that was learned are welcome, because only distances matter
     */
    private double[][] places(ResidualTerm term, boolean open) {
        double[][] places = new double[term.positions().size()][];
        for (int k = 0; k < places.length; k++) {
            Expression expression = term.positions().get(k);
            Axis axis = learned.axes().get(k);
            places[k] = PositionAxis.places(evaluator, expression, axis);
            for (int i = 0; i < places[k].length; i++) {
                boolean steps = axis.kind() == LearnedResidual.Kind.STEPS;
                boolean outside = !(open && steps)
                        && !axis.levels().isEmpty()
                        && !(places[k][i] >= 0 && places[k][i] < axis.levels().size());
                if (!Double.isFinite(places[k][i]) || outside) {
                    throw PositionAxis.unknown(evaluator, expression, rowNumber(i), axis);
                }
            }
        }
        return places;
    }

    /** Two rows of one subject cannot be at one place, unless a nugget tells them apart. */
    private void requireDistinct(ResidualTerm term, int[] subjects, double[][] places) {
        if (places.length == 0 || term.structure().has("nugget") && !learned.hasGrid()) {
            return;
        }
        Map<Key, Integer> seen = new HashMap<>();
        for (int i = 0; i < subjects.length; i++) {
            List<Double> at = new ArrayList<>();
            for (double[] axis : places) {
                at.add(axis[i]);
            }
            Integer other = seen.putIfAbsent(new Key(subjects[i], at), i);
            if (other != null) {
                throw duplicate(term, subjects[i], other, i);
            }
        }
    }

    private record Key(int subject, List<Double> at) {}

    private FormulaException duplicate(ResidualTerm term, int subject, int first, int second) {
        List<String> at = new ArrayList<>();
        for (Expression position : term.positions()) {
            Value value = evaluator.evaluate(position);
            at.add(
                    value instanceof Value.Categories categories
                            ? categories.levels().get(categories.codes()[second])
                            : Levels.label(evaluator.numbers(position)[second]));
        }
        String who = term.subject().isEmpty()
                ? "all rows are one subject, but"
                : "the subject '" + learned.subjects().get(subject) + "' of '" + term.subjectLabel() + "' has";
        return new FormulaException(
                who + " two rows at '" + term.positionLabel() + "' = " + String.join(", ", at) + ", rows "
                        + rowNumber(first) + " and " + rowNumber(second)
                        + "; a position can occur only once in a subject: correct the data, or name what tells the rows"
                        + " apart",
                formula.text(),
                new Span(
                        term.positions().get(0).span().start(),
                        term.positions().get(term.positions().size() - 1).span().end()));
    }

    private int[] slots(int[] subjects, int distinct, double[][] places) {
        int[] slots = new int[subjects.length];
        if (places.length == 0) {
            int[] count = new int[Math.max(1, distinct)];
            for (int i = 0; i < slots.length; i++) {
                slots[i] = subjects[i] < 0 ? 0 : count[subjects[i]]++;
            }
            return slots;
        }
        for (int k = 0; k < places.length; k++) {
            int width = learned.axes().get(k).levels().size();
            for (int i = 0; i < slots.length; i++) {
                slots[i] = slots[i] * width + (int) places[k][i];
            }
        }
        return slots;
    }

    private List<ResidualRows.Variance> variances() {
        List<ResidualRows.Variance> variances = new ArrayList<>();
        for (int f = 0; f < formula.variance().size(); f++) {
            variances.add(variance(formula.variance().get(f), learned.strata().get(f)));
        }
        return variances;
    }

    private ResidualRows.Variance variance(VarianceTerm term, List<String> strata) {
        if (term.ofFitted()) {
            return new ResidualRows.Variance(
                    ResidualKinds.variance(term), term.label(), true, new double[0], List.of());
        }
        double[] values;
        if (strata.isEmpty()) {
            Expression covariate = term.argument().get(0);
            values = evaluator.numbers(covariate);
            requireUsable(term, covariate, values);
        } else {
            values = Arrays.stream(codes(term.argument(), strata, "stratum"))
                    .asDoubleStream()
                    .toArray();
        }
        return new ResidualRows.Variance(ResidualKinds.variance(term), term.label(), false, values, strata);
    }

    private void requireUsable(VarianceTerm term, Expression covariate, double[] values) {
        boolean nonzero = term.function().equals("power") || term.function().equals("fixed");
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i]) || nonzero && values[i] == 0) {
                throw evaluator.error(
                        term.label() + " needs finite" + (nonzero ? " values other than 0" : " values") + ", but '"
                                + covariate.label() + "' is " + Levels.label(values[i]) + " in row " + rowNumber(i)
                                + (nonzero ? "; use constPower, which allows 0" : ""),
                        covariate);
            }
        }
    }

    private long rowNumber(int row) {
        return firstRow + rows.indices()[row] + 1;
    }
}
