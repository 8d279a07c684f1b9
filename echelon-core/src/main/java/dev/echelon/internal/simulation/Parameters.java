package dev.echelon.internal.simulation;

import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;

/** The natural parameters of a model as one vector: standard deviations and correlations by term, σ, β. */
final class Parameters {
    private Parameters() {}

    static List<String> names(FittedModel model) {
        List<String> names = new ArrayList<>();
        for (FittedModel.FittedTerm term : model.terms()) {
            List<String> columns = term.columns();
            for (int i = 0; i < columns.size(); i++) {
                names.add("sd_" + columns.get(i) + "|" + term.group());
                for (int j = i + 1; j < columns.size() && hasCorrelations(term); j++) {
                    names.add("cor_" + columns.get(j) + "." + columns.get(i) + "|" + term.group());
                }
            }
        }
        names.add("sigma");
        names.addAll(model.columns());
        return names;
    }

    private static boolean hasCorrelations(FittedModel.FittedTerm term) {
        return !term.structure().equals("diag") && !term.structure().equals("id");
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
            for (int i = 0; i < w; i++) {
                values.add(sigma * Math.sqrt(Math.max(0, c[i * w + i])));
                for (int j = i + 1; j < w && hasCorrelations(model.terms().get(t)); j++) {
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
