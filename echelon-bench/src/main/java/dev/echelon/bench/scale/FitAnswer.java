package dev.echelon.bench.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code echelon fit --json} answered.
 *
 * @param estimates under the names of {@link Measurement}
 * @param facts how it got there: convergence, plan, kernels, and, if the likelihood was computed with random probes, the
 *     errors that come from them
 */
record FitAnswer(Map<String, Double> estimates, Map<String, String> facts) {

    static FitAnswer of(String json) {
        @Nullable Object tree = JsonTree.parse(json);
        Map<String, @Nullable Object> fit = JsonTree.object(tree);
        Map<String, Double> estimates = new LinkedHashMap<>();
        for (Object coefficient : JsonTree.list(fit, "fixed")) {
            Map<String, @Nullable Object> row = JsonTree.object(coefficient);
            estimates.put("b:" + row.get("term"), JsonTree.number(row, "estimate"));
            if (row.get("se") instanceof Double error) {
                estimates.put("se:" + row.get("term"), error);
            }
        }
        JsonTree.object(fit, "varcorr").forEach((name, term) -> covariance(estimates, name, JsonTree.object(term)));
        estimates.put("sigma", JsonTree.number(fit, "sigma"));
        estimates.put("objective", JsonTree.number(fit, "objective"));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("nobs", String.valueOf(fit.get("nobs")));
        for (String part : List.of("convergence", "provenance", "computation", "monteCarlo", "forecast")) {
            flatten(part, fit.get(part), facts);
        }
        return new FitAnswer(estimates, facts);
    }

    private static void covariance(Map<String, Double> estimates, String name, Map<String, @Nullable Object> term) {
        List<?> columns = JsonTree.list(term, "names");
        List<?> deviations = JsonTree.list(term, "sd");
        for (int i = 0; i < deviations.size(); i++) {
            estimates.put("sd:" + name + ":" + columns.get(i), (Double) deviations.get(i));
        }
        if (deviations.size() == 2
                && JsonTree.list(term, "corr").get(1) instanceof List<?> row
                && row.get(0) instanceof Double correlation) {
            estimates.put("cor:" + name, correlation);
        }
    }

    private static void flatten(String name, @Nullable Object value, Map<String, String> facts) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(name + "." + key, inner, facts));
        } else if (value != null) {
            facts.put(name, value.toString());
        }
    }
}
