package dev.echelon;

import dev.echelon.result.CovarianceEstimate;
import java.util.ArrayList;
import java.util.List;

/** Σ̂ of random terms as standard deviations and correlations. */
final class CovarianceEstimates {
    private CovarianceEstimates() {}

    static List<CovarianceEstimate> of(List<FitState.Term> terms, double sigma) {
        List<CovarianceEstimate> estimates = new ArrayList<>();
        for (FitState.Term term : terms) {
            int w = term.columns().size();
            List<Double> sds = new ArrayList<>();
            List<List<Double>> correlation = new ArrayList<>();
            for (int i = 0; i < w; i++) {
                double variance = term.relative()[i * w + i];
                sds.add(sigma * Math.sqrt(Math.max(0, variance)));
                List<Double> row = new ArrayList<>();
                for (int k = 0; k < w; k++) {
                    double scale = Math.sqrt(variance * term.relative()[k * w + k]);
                    row.add(i == k ? 1 : Math.max(-1, Math.min(1, term.relative()[k * w + i] / scale)));
                }
                correlation.add(row);
            }
            estimates.add(new CovarianceEstimate(
                    term.name(), term.group(), term.structure(), term.columns(), sds, correlation));
        }
        return List.copyOf(estimates);
    }
}
