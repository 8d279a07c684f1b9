package dev.echelon.report.figure;

import dev.echelon.LmmFit;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.RandomEffects;
import java.util.ArrayList;
import java.util.List;

/** The pictures of a fit. */
public final class Figures {
    private Figures() {}

    /** All that the fit has the numbers for. */
    public static List<Figure> of(LmmFit fit) {
        List<Figure> figures = new ArrayList<>();
        for (CovarianceEstimate estimate : fit.covarianceEstimates()) {
            RandomEffects effects = fit.randomEffects(estimate.name());
            for (int i = 0; i < effects.columns().size(); i++) {
                figures.add(Caterpillar.of(effects, i));
            }
            int q = effects.columns().size();
            for (int i = 0; i < q; i++) {
                for (int j = i + 1; j < q && q <= 4; j++) {
                    figures.add(EffectsScatter.of(effects, estimate, i, j));
                }
            }
            if (q > 1) {
                figures.add(correlations(estimate));
            }
        }
        if (fit.fitted().length > 0 && fit.sigma() > 0) {
            figures.add(ResidualPanel.of(fit.fitted(), fit.scaledResiduals()));
        }
        return figures;
    }

    private static Figure correlations(CovarianceEstimate estimate) {
        int q = estimate.columns().size();
        double[][] matrix = new double[q][q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                matrix[i][j] = estimate.correlation().get(i).get(j);
            }
        }
        return CorrelationMap.of(
                "g-" + estimate.name(),
                "Correlations of the effects of " + estimate.name(),
                estimate.columns(),
                matrix);
    }
}
