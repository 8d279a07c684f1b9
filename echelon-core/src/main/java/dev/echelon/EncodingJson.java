package dev.echelon;

import dev.echelon.covariance.LevelCovariance;
import dev.echelon.formula.Coding;
import dev.echelon.internal.design.Basis;
import dev.echelon.internal.design.Composition;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.Learned;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** In a saved fit, how columns of data become columns of matrices: what was asked for and what was learned. */
final class EncodingJson {

    private EncodingJson() {}

    /** Codings and factors are sorted: the order in which they were given does not matter. */
    static void writeOptions(JsonOut out, EncodingOptions options) {
        out.map("codings", new TreeMap<>(options.codings()), coding -> CodingJson.write(out, coding));
        out.texts("factors", new TreeSet<>(options.factors()));
        out.text("weights", options.weights());
        out.text("offset", options.offset());
    }

    /** The known covariances of the levels that the fit has. */
    static void writeMatrices(JsonOut out, EncodingOptions options, List<FitState.Term> terms) {
        Map<String, Set<String>> levels = new TreeMap<>();
        for (FitState.Term term : terms) {
            if (term.isRelated()) {
                levels.computeIfAbsent(term.relationship(), name -> new LinkedHashSet<>())
                        .addAll(term.levels());
            }
        }
        writeMatrices(out, options, levels);
    }

    /** The known covariances of some levels, by the name of the matrix. */
    static void writeMatrices(JsonOut out, EncodingOptions options, Map<String, Set<String>> levels) {
        if (levels.isEmpty()) {
            return;
        }
        out.object(
                "matrices",
                () -> levels.forEach((name, some) -> out.object(name, () -> {
                    List<String> order = List.copyOf(some);
                    out.texts("levels", order);
                    out.doubles(
                            "entries",
                            Objects.requireNonNull(options.matrices().get(name)).matrix(order));
                })));
    }

    /** Absent unless levels are related. */
    private static Map<String, LevelCovariance> readMatrices(JsonIn in) {
        if (!in.names().contains("matrices")) {
            return Map.of();
        }
        Map<String, LevelCovariance> matrices = new LinkedHashMap<>();
        JsonIn known = in.object("matrices");
        for (String name : known.names()) {
            JsonIn matrix = known.object(name);
            List<String> levels = List.copyOf(matrix.texts("levels"));
            double[] entries = matrix.doubles("entries", (long) levels.size() * levels.size());
            matrices.put(name, LevelCovariance.of(name, levels, entries));
        }
        return matrices;
    }

    static EncodingOptions readOptions(JsonIn in) {
        Map<String, Coding> codings = in.map("codings", CodingJson::read);
        return new EncodingOptions(
                codings,
                new LinkedHashSet<>(in.texts("factors")),
                in.text("weights"),
                in.text("offset"),
                readMatrices(in));
    }

    static void writeLearned(JsonOut out, Learned learned) {
        out.map("bases", learned.bases(), basis -> BasisJson.write(out, basis));
        out.map("variables", learned.variables(), variable -> {
            out.integer("width", variable.width());
            out.texts("levels", variable.levels());
            out.object("coding", () -> CodingJson.write(out, variable.coding()));
        });
        out.object("groups", () -> learned.groups().forEach(out::texts));
        out.object("rows", () -> ReportJson.writeRows(out, learned.rows()));
        out.texts("notes", learned.notes());
        learned.residual().ifPresent(known -> out.object("residual", () -> LearnedResidualJson.write(out, known)));
        out.map("ranges", learned.ranges(), range -> {
            out.number("lower", range.lower());
            out.number("upper", range.upper());
        });
        out.object("composition", () -> writeComposition(out, learned.composition()));
    }

    private static void writeComposition(JsonOut out, Composition composition) {
        out.map("covariates", composition.covariates(), covariate -> {
            out.doubles("means", covariate.means());
        });
        out.texts("factors", composition.factors());
        out.ints("codes", composition.codes());
        out.doubles("weights", composition.weights());
    }

    /** Absent from older files. */
    private static Composition readComposition(JsonIn in) {
        if (!in.names().contains("composition")) {
            return Composition.UNKNOWN;
        }
        JsonIn composition = in.object("composition");
        List<String> factors = composition.texts("factors");
        double[] weights = composition.doubles("weights");
        int[] codes = composition.ints("codes");
        composition.requireLength("codes", (long) weights.length * factors.size(), codes.length);
        return new Composition(
                composition.map("covariates", covariate -> new Composition.Covariate(covariate.doubles("means"))),
                factors,
                codes,
                weights);
    }

    static Learned readLearned(JsonIn in) {
        Map<String, Basis> bases = in.map("bases", BasisJson::read);
        Map<String, Learned.Variable> variables = in.map(
                "variables",
                variable -> new Learned.Variable(
                        variable.integer("width", 0),
                        variable.texts("levels"),
                        CodingJson.read(variable.object("coding"))));
        JsonIn labels = in.object("groups");
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String label : labels.names()) {
            groups.put(label, List.copyOf(labels.texts(label)));
        }
        Map<String, Learned.Range> ranges = in.names().contains("ranges")
                ? in.map("ranges", range -> new Learned.Range(range.number("lower"), range.number("upper")))
                : Map.of();
        return new Learned(
                bases,
                variables,
                groups,
                ReportJson.readRows(in.object("rows")),
                in.texts("notes"),
                ranges,
                readComposition(in),
                in.find("residual").map(LearnedResidualJson::read));
    }
}
