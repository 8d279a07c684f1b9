package dev.echelon;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.likelihood.PlanText;
import dev.echelon.result.ComputationForecast;
import java.util.ArrayList;
import java.util.List;

/** Describes a prepared model. */
final class Explanations {

    private Explanations() {}

    static Explanation of(Lmm model, Prepared prepared) {
        List<Explanation.TermPlan> terms = new ArrayList<>();
        List<Design.RandomBlock> blocks = prepared.design().random();
        for (Design.RandomBlock block : blocks) {
            terms.add(term(prepared, block));
        }
        List<ComputationForecast> forecasts = Forecasts.of(model, prepared);
        List<String> plan = new ArrayList<>(plan(prepared));
        plan.addAll(Forecasts.lines(forecasts, model.threads()));
        return new Explanation(
                model.formula().expanded(),
                prepared.report(),
                prepared.encoding().fixedNames(),
                terms,
                plan,
                forecasts,
                Findings.before(prepared),
                Shapes.of(model, prepared));
    }

    /** The plan in lines. */
    static List<String> plan(Prepared prepared) {
        if (prepared.design().residual().isPresent()) {
            ResidualRows rows = prepared.design().residual().get();
            return List.of(
                    "structured residuals: " + rows.subjectLevels().size() + " independent blocks of '" + rows.subject()
                            + "' unless random effects join them, exact Hessian",
                    "the kernel (grid of positions, dense blocks, or linear in time) is chosen and named by the fit");
        }
        List<String> groups =
                prepared.factors().stream().map(GroupingFactor::group).toList();
        if (IterativeFitting.applies(prepared) && !prepared.fitsExactly()) {
            return List.of(
                    "too large to be computed exactly: conjugate gradients and random probes, unless the computation is"
                            + " exact",
                    "standard errors of theta by the choice of probes are reported and kept below a tenth of the"
                            + " statistical ones");
        }
        return PlanText.lines(prepared.data(), prepared.likelihood().plan(), groups);
    }

    private static Explanation.TermPlan term(Prepared prepared, Design.RandomBlock block) {
        int factor = 0;
        while (!prepared.factors().get(factor).group().equals(block.group())) {
            factor++;
        }
        CrossProducts.Block data = prepared.data().block(factor);
        long smallest = Long.MAX_VALUE;
        long largest = 0;
        for (long count : data.counts()) {
            smallest = Math.min(smallest, count);
            largest = Math.max(largest, count);
        }
        List<String> names = block.shown().effects().names();
        List<String> theta = block.shown().covariance().parameterNames(names).stream()
                .map(parameter -> block.shown().group() + "." + parameter)
                .toList();
        return new Explanation.TermPlan(
                block.name(),
                block.covariance().name(),
                names,
                block.shown().levels().size(),
                smallest,
                largest,
                theta);
    }
}
