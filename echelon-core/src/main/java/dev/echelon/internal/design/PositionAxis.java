package dev.echelon.internal.design;

import dev.echelon.covariance.ResidualStructure.Needs;
import dev.echelon.formula.Expression;
import dev.echelon.formula.FormulaException;
import dev.echelon.internal.design.LearnedResidual.Axis;
import dev.echelon.internal.design.LearnedResidual.Kind;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Learns how the values of one expression become positions of rows within their subject, and applies it. */
final class PositionAxis {
    /** Structures for which a step of two is not a step of one, so that gaps between positions have to be kept. */
    private static final Set<String> LAGGED = Set.of("ar1", "arh1", "toep", "toeph", "arma", "ma");

    /** Of these, the ones that have a parameter for every slot or lag. */
    private static final Set<String> HETEROGENEOUS = Set.of("arh1", "toeph", "toep");

    /** A grid with more slots than this is no grid; lags are taken from the numbers themselves. */
    private static final int MAX_SLOTS = 1000;

    private static final Pattern ISO_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private PositionAxis() {}

    /** Learns from the used rows; a remark for the reader goes to {@code notes}. */
    static Axis learn(Evaluator used, Expression expression, String structure, Needs needs, List<String> notes) {
        Value value = used.evaluate(expression);
        if (needs == Needs.COORDINATES) {
            return coordinate(used, expression, structure, value);
        }
        boolean lagged = LAGGED.contains(structure);
        if (value instanceof Value.Numbers numbers) {
            requireWhole(used, expression, structure, numbers.values());
            return lagged
                    ? steps(used, expression, structure, numbers.values())
                    : new Axis(Kind.LEVELS, Levels.ofNumbers(numbers.values()).levels(), 0, 1);
        }
        if (!(value instanceof Value.Categories categories)) {
            throw used.error(
                    "'" + expression.label() + "' is " + value.description() + " where positions are needed",
                    expression);
        }
        Value.Categories observed = Levels.observed(categories);
        if (lagged && areDates(observed.levels())) {
            throw used.error(
                    "the positions '" + expression.label() + "' are dates, which are not equally spaced; use car1("
                            + expression.label() + " | …), or factor(" + expression.label() + ") for visits in order",
                    expression);
        }
        if (observed.levels().size() == categories.levels().size()) {
            return new Axis(Kind.LEVELS, natural(categories.levels()), 0, 1);
        }
        return unobserved(used, expression, structure, categories, observed, notes);
    }

    /** A level without rows keeps its slot where slots are counted, and leaves where nothing could be learned of it. */
    private static Axis unobserved(
            Evaluator used,
            Expression expression,
            String structure,
            Value.Categories all,
            Value.Categories observed,
            List<String> notes) {
        List<String> absent = new ArrayList<>(all.levels());
        absent.removeAll(Set.copyOf(observed.levels()));
        if (HETEROGENEOUS.contains(structure)) {
            throw used.error(
                    "no row is at " + Levels.abbreviate(absent) + " of '" + expression.label() + "', but " + structure
                            + " has parameters for every position; leave the level out of the factor, or use ar1 or us",
                    expression);
        }
        if (LAGGED.contains(structure)) {
            return new Axis(Kind.LEVELS, natural(all.levels()), 0, 1);
        }
        notes.add("no row is at " + Levels.abbreviate(absent) + " of the positions '" + expression.label()
                + "'; the residual covariance has no place for "
                + (absent.size() == 1 ? "it" : "them"));
        return new Axis(Kind.LEVELS, natural(observed.levels()), 0, 1);
    }

    private static void requireWhole(Evaluator used, Expression expression, String structure, double[] values) {
        for (double value : values) {
            if (value != Math.rint(value) || Math.abs(value) > 1e15) {
                String label = expression.label();
                throw used.error(
                        "the positions '" + label + "' are not whole numbers (there is " + Levels.label(value)
                                + "), but " + structure + " needs equally spaced ones; use car1(" + label
                                + " | …) for times at any distance, or factor(" + label + ") for visits in order",
                        expression);
            }
        }
    }

    private static Axis steps(Evaluator used, Expression expression, String structure, double[] values) {
        long origin = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (double value : values) {
            origin = Math.min(origin, (long) value);
            last = Math.max(last, (long) value);
        }
        long step = 0;
        for (double value : values) {
            step = gcd(step, (long) value - origin);
        }
        step = Math.max(1, step);
        long count = (last - origin) / step + 1;
        if (count > MAX_SLOTS) {
            if (HETEROGENEOUS.contains(structure)) {
                throw used.error(
                        "the positions '" + expression.label() + "' have " + count
                                + " steps, too many for the parameters of " + structure + "; use ar1 or car1",
                        expression);
            }
            return new Axis(Kind.STEPS, List.of(), origin, step);
        }
        List<String> names = new ArrayList<>();
        boolean[] seen = new boolean[(int) count];
        for (double value : values) {
            seen[(int) (((long) value - origin) / step)] = true;
        }
        for (int k = 0; k < count; k++) {
            if (!seen[k] && HETEROGENEOUS.contains(structure)) {
                throw used.error(
                        "no row has '" + expression.label() + "' = " + (origin + k * step) + ", but " + structure
                                + " has parameters for every position; use factor(" + expression.label()
                                + ") if the positions should count without gaps, or ar1 or us",
                        expression);
            }
            names.add(Long.toString(origin + k * step));
        }
        return new Axis(Kind.STEPS, names, origin, step);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static Axis coordinate(Evaluator used, Expression expression, String structure, Value value) {
        if (value instanceof Value.Numbers) {
            return new Axis(Kind.NUMBER, List.of(), 0, 1);
        }
        if (value instanceof Value.Categories categories
                && areDates(Levels.observed(categories).levels())) {
            return new Axis(Kind.DATE, List.of(), 0, 1);
        }
        throw used.error(
                "'" + expression.label() + "' is " + value.description() + ", but " + structure
                        + " needs numbers or dates such as 2024-02-29, whose distances it uses",
                expression);
    }

    static boolean areDates(List<String> levels) {
        return !levels.isEmpty() && levels.stream().allMatch(level -> day(level).isPresent());
    }

    /** Days since 1970. */
    static OptionalLong day(String text) {
        if (!ISO_DATE.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(LocalDate.parse(text).toEpochDay());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    /** Levels that nobody has ordered, with numbers inside them in order of value: V2 before V10. */
    static List<String> natural(List<String> levels) {
        for (int k = 1; k < levels.size(); k++) {
            if (levels.get(k - 1).compareTo(levels.get(k)) > 0) {
                return levels;
            }
        }
        List<String> sorted = new ArrayList<>(levels);
        sorted.sort(NaturalOrder.INSTANCE);
        return sorted;
    }

    /** The place of each row: an index into the levels, a number of steps, or a coordinate; NaN if it has none. */
    static double[] places(Evaluator evaluator, Expression expression, Axis axis) {
        Value value = evaluator.evaluate(expression);
        Optional<double[]> numbers =
                value instanceof Value.Numbers plain ? Optional.of(plain.values()) : Optional.empty();
        if (axis.kind() == Kind.NUMBER || axis.kind() == Kind.STEPS) {
            double[] places = numbers.orElseThrow(() -> evaluator.error(
                            "'" + expression.label() + "' is " + value.description() + " where it was a number before",
                            expression))
                    .clone();
            for (int i = 0; i < places.length && axis.kind() == Kind.STEPS; i++) {
                places[i] = (places[i] - axis.origin()) / axis.step();
            }
            return places;
        }
        Value.Categories categories = evaluator.categories(expression);
        int[] map = Levels.map(categories.levels(), axis.levels());
        double[] places = new double[categories.codes().length];
        for (int i = 0; i < places.length; i++) {
            int code = categories.codes()[i];
            if (code < 0) {
                places[i] = Double.NaN;
            } else if (axis.kind() == Kind.DATE) {
                OptionalLong day = day(categories.levels().get(code));
                places[i] = day.isPresent() ? day.getAsLong() : Double.NaN;
            } else {
                places[i] = map[code] < 0 ? Double.NaN : map[code];
            }
        }
        return places;
    }

    /** The error of a row whose position was not learned. */
    static FormulaException unknown(Evaluator evaluator, Expression expression, long row, Axis axis) {
        return evaluator.error(
                "row " + row + " has a position '" + expression.label()
                        + "' that did not occur when the model was fitted"
                        + (axis.levels().isEmpty() ? "" : "; the known ones are " + Levels.abbreviate(axis.levels())),
                expression);
    }
}
