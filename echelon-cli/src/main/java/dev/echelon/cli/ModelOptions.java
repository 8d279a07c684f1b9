package dev.echelon.cli;

import dev.echelon.Criterion;
import dev.echelon.Lmm;
import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.table.Csv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say what a model is. */
final class ModelOptions {
    /** The names of these options. */
    static final String[] NAMES = {
        "--ml",
        "--reml",
        "--weights",
        "--offset",
        "--coding",
        "--factor",
        "--repeated",
        "--random",
        "--variance",
        "--threads"
    };

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(names = "--ml", description = "Maximum likelihood instead of REML.")
    private boolean ml;

    @Option(names = "--reml", description = "Restricted maximum likelihood, the default.")
    private boolean reml;

    @Option(names = "--weights", paramLabel = "COL", description = "Column of precision weights: Var = sigma^2 / w.")
    private @Nullable String weights;

    @Option(names = "--offset", paramLabel = "COL", description = "Column added to the linear predictor.")
    private @Nullable String offset;

    @Option(
            names = "--coding",
            paramLabel = "COL=CODING",
            description =
                    "Contrasts of a factor: treatment (default), treatment:BASE, sum, helmert or poly. Repeatable.")
    private Map<String, String> codings = new LinkedHashMap<>();

    @Option(names = "--factor", paramLabel = "COL", description = "Treat a column of numbers as a factor. Repeatable.")
    private List<String> factors = new ArrayList<>();

    @Option(
            names = "--repeated",
            paramLabel = "S",
            description =
                    "Covariance of the residuals of a subject: 'us(visit | subject)', 'ar1(t | id, group = arm)' …")
    private @Nullable String repeated;

    @Option(
            names = "--random",
            paramLabel = "S",
            description = "One more random term: '1 | site', 'us(1 + time | id)' … Repeatable.")
    private List<String> random = new ArrayList<>();

    @Option(
            names = "--variance",
            paramLabel = "S",
            description = "Variance functions of the residuals: 'power(x)', 'ident(sex) * power(fitted())' …")
    private @Nullable String variance;

    @Option(
            names = "--cov",
            paramLabel = "NAME=FILE",
            description = "Known covariance of levels, for (1 | gr(animal, cov = NAME)): a square table, triplets row,"
                    + " column, value, or a pedigree id, sire, dam. Repeatable.")
    private Map<String, Path> matrices = new LinkedHashMap<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "At most N threads; the default is one per processor. Results do not depend on it.")
    private @Nullable Integer threads;

    /** The model of {@code formula} with these options. */
    Lmm model(String formula) {
        if (ml && reml) {
            throw usage("choose --ml or --reml, not both");
        }
        Lmm lmm = Lmm.of(formula).criterion(ml ? Criterion.ML : Criterion.REML);
        for (String term : random) {
            lmm = lmm.random(term);
        }
        if (repeated != null) {
            lmm = lmm.repeated(repeated);
        }
        if (variance != null) {
            lmm = lmm.variance(variance);
        }
        if (threads != null) {
            if (threads < 1) {
                throw usage("--threads: the number of threads must be at least 1, not " + threads);
            }
            lmm = lmm.threads(threads);
        }
        if (weights != null) {
            lmm = lmm.weights(weights);
        }
        if (offset != null) {
            lmm = lmm.offset(offset);
        }
        if (!factors.isEmpty()) {
            lmm = lmm.factors(factors.toArray(String[]::new));
        }
        for (Map.Entry<String, Path> entry : matrices.entrySet()) {
            lmm = lmm.covariance(entry.getKey(), Csv.read(entry.getValue()));
        }
        for (Map.Entry<String, String> entry : codings.entrySet()) {
            lmm = lmm.coding(entry.getKey(), coding(entry.getValue()));
        }
        return lmm;
    }

    private Coding coding(String name) {
        try {
            return Coding.named(name);
        } catch (EchelonException unknown) {
            throw usage("--coding: " + unknown.getMessage());
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
