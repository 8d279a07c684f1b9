package dev.echelon.internal.means;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.internal.design.Composition;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Learned;
import dev.echelon.internal.design.TermCoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The dimensions of a reference grid: all factors of the fixed part at their levels, covariates at their means. */
final class Axes {
    private final List<Axis> factors = new ArrayList<>();
    private final List<Axis> covariates = new ArrayList<>();

    private Axes() {}

    /**
     * @param at levels of factors, or values of covariates, in place of all levels or the mean
     * @throws EchelonException if a name or a level is unknown, a value is not a number, or a mean is not known
     */
    static Axes of(Encoding encoding, Map<String, List<String>> at) {
        Learned learned = encoding.learned();
        Axes axes = new Axes();
        for (TermCoding term : encoding.fixedCodings()) {
            for (TermCoding.Variable variable : term.variables()) {
                if (variable.isFactor()
                        && axes.factors.stream().noneMatch(axis -> axis.name().equals(variable.label()))) {
                    axes.factors.add(wholeFactor(variable.label(), learned));
                }
            }
        }
        learned.composition().covariates().forEach((name, covariate) -> axes.covariates.add(mean(name, covariate)));
        at.forEach(axes::restrict);
        return axes;
    }

    private static Axis wholeFactor(String label, Learned learned) {
        Learned.Variable variable = learned.variables().get(label);
        List<String> levels = variable == null ? List.of() : variable.levels();
        int[] codes = new int[levels.size()];
        for (int k = 0; k < codes.length; k++) {
            codes[k] = k;
        }
        return new Axis(label, levels, codes, List.of(), codes.length);
    }

    private static Axis mean(String name, Composition.Covariate covariate) {
        return new Axis(name, List.of(label(covariate.means()[0])), new int[0], List.of(covariate.means()), 0);
    }

    /** A number as a label: without a needless point. */
    static String label(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15
                ? String.format(Locale.ROOT, "%.0f", x)
                : String.format(Locale.ROOT, "%.6g", x).replaceAll("0+$", "");
    }

    private void restrict(String name, List<String> places) {
        Axis axis = find(name);
        if (axis.isFactor()) {
            int[] codes = new int[places.size()];
            for (int k = 0; k < codes.length; k++) {
                codes[k] = axis.labels().indexOf(places.get(k));
                if (codes[k] < 0) {
                    throw new EchelonException("the factor '" + axis.name() + "' has no level '" + places.get(k) + "'"
                            + Suggestions.hint(places.get(k), axis.labels()) + "; its levels are "
                            + abbreviate(axis.labels()));
                }
            }
            factors.set(factors.indexOf(axis), new Axis(axis.name(), places, codes, List.of(), axis.levels()));
            return;
        }
        if (axis.values().get(0).length != 1) {
            throw new EchelonException("the covariate '" + axis.name() + "' has "
                    + axis.values().get(0).length + " columns and is always taken at their means");
        }
        List<double[]> values = new ArrayList<>();
        for (String place : places) {
            values.add(new double[] {number(axis.name(), place)});
        }
        List<String> labels = values.stream().map(value -> label(value[0])).toList();
        covariates.set(covariates.indexOf(axis), new Axis(axis.name(), labels, new int[0], values, 0));
    }

    private static double number(String name, String text) {
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new EchelonException("'" + text + "' is not a number, but '" + name + "' is a covariate");
    }

    /**
     * The axis of a name: a factor's label, or the only column its expression reads, or a covariate.
     *
     * @throws EchelonException if there is none; the message lists them
     */
    Axis find(String name) {
        for (Axis axis : all()) {
            if (axis.name().equals(name) || axis.name().equals("`" + name + "`")) {
                return axis;
            }
        }
        List<Axis> computed = factors.stream()
                .filter(axis -> axis.name().matches("\\w[\\w.]*\\(" + java.util.regex.Pattern.quote(name) + "[,)].*"))
                .toList();
        if (computed.size() == 1) {
            return computed.get(0);
        }
        List<String> names = all().stream().map(Axis::name).toList();
        throw new EchelonException("no factor or covariate '" + name + "' in the fixed part of the model"
                + Suggestions.hint(name, names) + "; " + described(factors, "factor") + "; "
                + described(covariates, "covariate"));
    }

    private static String described(List<Axis> axes, String kind) {
        List<String> names = axes.stream().map(Axis::name).toList();
        return names.isEmpty()
                ? "there is no " + kind
                : (names.size() == 1 ? "the " + kind + " is " : "the " + kind + "s are ") + abbreviate(names);
    }

    private static String abbreviate(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(12, names.size())))
                + (names.size() > 12 ? ", … (" + names.size() + " in all)" : "");
    }

    List<Axis> all() {
        List<Axis> all = new ArrayList<>(factors);
        all.addAll(covariates);
        return all;
    }

    List<Axis> factors() {
        return factors;
    }

    List<Axis> covariates() {
        return covariates;
    }

    /** A place of each covariate by name. */
    Map<String, double[]> values(Map<String, Integer> places) {
        Map<String, double[]> values = new LinkedHashMap<>();
        for (Axis axis : covariates) {
            values.put(axis.name(), axis.values().get(places.getOrDefault(axis.name(), 0)));
        }
        return values;
    }
}
