package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.FormulaException;
import dev.echelon.internal.design.Encoding;
import dev.echelon.result.ResidualCovariance;
import dev.echelon.result.StructureComparison;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Fits one model with several structures of its residuals. */
final class StructureLadder {
    /** What each structure becomes when parameters are set equal or to zero, one step at a time. */
    private static final Map<String, List<String>> NESTED = Map.ofEntries(
            Map.entry("us", List.of("toeph", "adh", "csh", "hf", "fa", "toep")),
            Map.entry("unr", List.of("toeph", "adh", "csh", "hf", "fa", "toep")),
            Map.entry("toeph", List.of("csh", "arh1", "toep")),
            Map.entry("adh", List.of("arh1", "ad", "diag")),
            Map.entry("csh", List.of("cs", "diag")),
            Map.entry("arh1", List.of("ar1", "diag")),
            Map.entry("toep", List.of("cs", "ar1", "arma")),
            Map.entry("arma", List.of("ar1", "cs")),
            Map.entry("ad", List.of("ar1")),
            Map.entry("hf", List.of("cs")),
            Map.entry("fa", List.of("fa1", "diag")),
            Map.entry("fa1", List.of("id")),
            Map.entry("diag", List.of("id")),
            Map.entry("cs", List.of("id")),
            Map.entry("ar1", List.of("id")),
            Map.entry("car1", List.of("id")),
            Map.entry("exp", List.of("id")));

    private record Fitted(String structure, String label, int parameters, double objective, int fixed, String problem) {
        boolean exists() {
            return !Double.isNaN(objective);
        }

        double aic() {
            return objective + 2.0 * (parameters + fixed);
        }
    }

    private StructureLadder() {}

    static StructureComparison of(Lmm model, List<String> structures, RowSource data) {
        if (structures.size() < 2) {
            throw new EchelonException("a comparison needs at least two structures, such as cs,ar1,us");
        }
        Table table = Encoding.inMemory(data);
        Lmm simplest = model.structure("id");
        Encoding.Training training = Encoding.train(simplest.formula(), table, model.encoding());
        Prepared prepared = Prepared.of(simplest, training);
        List<Fitted> fits = new ArrayList<>();
        long rows = 0;
        for (String structure : structures) {
            Lmm candidate = model.structure(structure);
            try {
                LmmFit fit =
                        StructuredFit.fit(candidate, prepared.with(training.withResidual(candidate.formula())), table);
                rows = fit.observations();
                fits.add(fitted(structure, fit));
            } catch (FormulaException e) {
                throw e;
            } catch (EchelonException e) {
                fits.add(new Fitted(structure, structure, 0, Double.NaN, 0, String.valueOf(e.getMessage())));
            }
        }
        fits.sort(Comparator.comparingInt(Fitted::parameters));
        return new StructureComparison(
                model.formula().expanded(), model.criterion().name(), rows(fits, rows));
    }

    private static Fitted fitted(String structure, LmmFit fit) {
        int fixed = fit.vcov().length;
        ResidualCovariance residual = fit.residual().orElseThrow();
        String problem = fit.convergence().converged() ? "" : "not converged";
        return new Fitted(
                residual.structure().isEmpty() ? structure : residual.structure(),
                residual.label(),
                fit.parameters() - fixed,
                fit.objective(),
                fixed,
                problem);
    }

    private static List<StructureComparison.Row> rows(List<Fitted> fits, long rows) {
        double best = fits.stream()
                .filter(Fitted::exists)
                .mapToDouble(Fitted::aic)
                .min()
                .orElse(Double.NaN);
        List<StructureComparison.Row> table = new ArrayList<>();
        for (Fitted fit : fits) {
            Fitted smaller = nested(fit, fits);
            int df = smaller.equals(fit) ? 0 : fit.parameters() - smaller.parameters();
            boolean tested = df > 0 && fit.exists();
            double chiSquare = tested ? Math.max(0, smaller.objective() - fit.objective()) : Double.NaN;
            table.add(new StructureComparison.Row(
                    fit.structure(),
                    fit.label(),
                    fit.parameters(),
                    fit.objective(),
                    fit.exists() ? fit.aic() : Double.NaN,
                    fit.exists() ? fit.objective() + Math.log(rows) * (fit.parameters() + fit.fixed()) : Double.NaN,
                    fit.exists() ? fit.aic() - best : Double.NaN,
                    tested ? smaller.structure() : "",
                    chiSquare,
                    df,
                    !tested
                            ? Double.NaN
                            : chiSquare == 0 ? 1 : ChiSquaredDistribution.of(df).survivalProbability(chiSquare),
                    fit.problem()));
        }
        return table;
    }

    /** The fit with most parameters that is nested in this one; itself if there is none. */
    private static Fitted nested(Fitted fit, List<Fitted> fits) {
        Set<String> inside = new LinkedHashSet<>();
        collect(fit.structure(), inside);
        Fitted found = fit;
        for (Fitted other : fits) {
            boolean smaller = other.exists() && inside.contains(other.structure()) && !other.equals(fit);
            if (smaller && (found.equals(fit) || other.parameters() > found.parameters())) {
                found = other;
            }
        }
        return found;
    }

    private static void collect(String structure, Set<String> inside) {
        for (String next : NESTED.getOrDefault(structure, List.of())) {
            if (inside.add(next)) {
                collect(next, inside);
            }
        }
    }
}
