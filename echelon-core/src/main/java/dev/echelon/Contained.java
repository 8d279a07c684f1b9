package dev.echelon;

import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.RandomColumns;
import dev.echelon.internal.design.TermCoding;
import dev.echelon.internal.inference.Containment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which random effects contain which fixed effects of a fit, by the names of their variables. */
final class Contained {
    private Contained() {}

    /** Containment degrees of freedom of each estimated column of X. */
    static double[] degrees(FitState state) {
        Encoding encoding = Encoding.of(Formula.parse(state.formula()), state.options(), state.learned());
        Containment containment = new Containment(state.data(), effects(state.factors(), encoding.randomColumns()));
        Map<String, Double> byTerm = new HashMap<>();
        byTerm.put("(Intercept)", containment.degrees(Set.of()));
        for (TermCoding term : encoding.fixedCodings()) {
            Set<String> variables = new LinkedHashSet<>();
            term.variables().forEach(variable -> variables.add(variable.label()));
            byTerm.put(term.label(), containment.degrees(variables));
        }
        double[] degrees = new double[state.kept().length];
        for (int k = 0; k < degrees.length; k++) {
            degrees[k] = byTerm.getOrDefault(encoding.fixedTerms().get(state.kept()[k]), Double.NaN);
        }
        return degrees;
    }

    /** The columns of a term that belong to one part of the bar's left side are one random effect. */
    private static List<Containment.Effect> effects(List<GroupingFactor> factors, List<RandomColumns> columns) {
        List<Containment.Effect> effects = new ArrayList<>();
        for (int t = 0; t < columns.size(); t++) {
            RandomColumns of = columns.get(t);
            for (int f = 0; f < factors.size(); f++) {
                for (GroupingFactor.Term term : factors.get(f).terms()) {
                    if (term.index() == t) {
                        Map<String, List<Integer>> byLabel = new LinkedHashMap<>();
                        for (int k = 0; k < term.width(); k++) {
                            byLabel.computeIfAbsent(of.labels().get(k), label -> new ArrayList<>())
                                    .add(term.offset() + k);
                        }
                        int factor = f;
                        byLabel.forEach((label, own) -> effects.add(new Containment.Effect(
                                factor, own, of.variables().get(of.labels().indexOf(label)))));
                    }
                }
            }
        }
        return effects;
    }
}
