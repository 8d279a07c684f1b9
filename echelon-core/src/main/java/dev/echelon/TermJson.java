package dev.echelon;

import dev.echelon.covariance.Covariances;
import java.util.List;
import java.util.Map;

/** One random term of a saved fit. */
final class TermJson {

    private TermJson() {}

    static void write(JsonOut out, FitState.Term term) {
        out.text("name", term.name());
        out.text("group", term.group());
        out.text("structure", term.structure());
        out.texts("columns", term.columns());
        out.texts("levels", term.levels());
        out.doubles("theta", term.theta());
        out.doubles("relative", term.relative());
        out.doubles("modes", term.modes());
        out.doubles("variances", term.variances());
        if (term.isRelated()) {
            out.text("relationship", term.relationship());
        }
    }

    /** Shares the levels with {@code groups} where they are the same, as they are in a fit that was not saved. */
    static FitState.Term read(JsonIn in, Map<String, List<String>> groups) {
        String group = in.text("group");
        List<String> columns = List.copyOf(in.texts("columns"));
        List<String> levels = List.copyOf(in.texts("levels"));
        List<String> known = groups.getOrDefault(group, levels);
        String structure = in.text("structure");
        if (!Covariances.isKnown(structure)) {
            throw in.unknown("structure", structure);
        }
        int w = columns.size();
        long m = levels.size();
        return new FitState.Term(
                in.text("name"),
                group,
                structure,
                columns,
                known.equals(levels) ? known : levels,
                in.doubles("theta", Covariances.named(structure).parameterCount(w)),
                in.doubles("relative", (long) w * w),
                in.doubles("modes", m * w),
                in.doubles("variances", m * w * w),
                in.names().contains("relationship") ? in.text("relationship") : "");
    }
}
