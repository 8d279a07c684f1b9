package dev.echelon.internal.simulation;

import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The natural parameters of a model as one vector: standard deviations and correlations by term, σ, β. */
public final class Parameters {
    private static final Set<String> ONE_DEVIATION = Set.of("id", "homcs", "ar1", "homtoep", "ad");

    private Parameters() {}

    /** The names of all parameters. */
    public static List<String> names(FittedModel model) {
        List<String> names = new ArrayList<>();
        for (FittedModel.FittedTerm term : model.terms()) {
            List<String> columns = term.columns();
            for (int i = 0; i < deviations(term); i++) {
                names.add("sd_" + columns.get(i) + "|" + term.group());
                for (int j = i + 1; j < correlations(term, i); j++) {
                    names.add("cor_" + columns.get(j) + "." + columns.get(i) + "|" + term.group());
                }
            }
        }
        names.add("sigma");
        names.addAll(model.columns());
        return names;
    }

    /** How many different standard deviations a structure has. */
    private static int deviations(FittedModel.FittedTerm term) {
        return ONE_DEVIATION.contains(term.structure()) ? 1 : term.width();
    }

    /** Effect i has reported correlations with the effects after it and before this one; one where one is free. */
    private static int correlations(FittedModel.FittedTerm term, int i) {
        return switch (term.structure()) {
            case "us" -> term.width();
            case "diag", "id" -> 0;
            case "toep", "homtoep" -> i == 0 ? term.width() : 0;
            case "adh" -> Math.min(i + 2, term.width());
            default -> i == 0 ? Math.min(2, term.width()) : 0;
        };
    }

    static double[] of(FittedModel model) {
        return vector(
                model,
                model.terms().stream().map(FittedModel.FittedTerm::relative).toList(),
                model.sigma(),
                model.beta());
    }

    static double[] of(FittedModel model, Estimates estimates) {
        return vector(
                model,
                estimates.terms().stream()
                        .map(Estimates.TermEstimates::relative)
                        .toList(),
                estimates.sigma(),
                estimates.beta());
    }

    private static double[] vector(FittedModel model, List<double[]> relative, double sigma, double[] beta) {
        List<Double> values = new ArrayList<>();
        for (int t = 0; t < relative.size(); t++) {
            double[] c = relative.get(t);
            int w = model.terms().get(t).width();
            for (int i = 0; i < deviations(model.terms().get(t)); i++) {
                values.add(sigma * Math.sqrt(Math.max(0, c[i * w + i])));
                for (int j = i + 1; j < correlations(model.terms().get(t), i); j++) {
                    double r = c[j * w + i] / Math.sqrt(c[i * w + i] * c[j * w + j]);
                    values.add(Double.isNaN(r) ? r : Math.max(-1, Math.min(1, r)));
                }
            }
        }
        values.add(sigma);
        for (double b : beta) {
            values.add(b);
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
