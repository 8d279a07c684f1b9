package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import dev.echelon.report.GroupReport;
import dev.echelon.report.RandomEffectsReport;
import dev.echelon.report.TextPlots;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.GroupCoefficients;
import dev.echelon.result.GroupEstimates;
import dev.echelon.result.RandomEffects;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code echelon ranef}. */
@Command(
        name = "ranef",
        description = RanefCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon ranef sleepstudy.fit --csv > modes.csv",
            "  echelon ranef sleepstudy.fit --joint --rank",
            "  echelon ranef sleepstudy.fit --coef",
            "  echelon ranef sleepstudy.fit --ols --term Subject"
        })
final class RanefCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Print the random effects of a saved fit with their standard deviations.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Option(
            names = "--joint",
            description =
                    "Standard deviations of the errors of the modes with estimated fixed effects, not given them.")
    private boolean joint;

    @Option(names = "--sort", description = "For each effect, levels by increasing mode with intervals.")
    private boolean sort;

    @Option(names = "--rank", description = "As --sort, with expected ranks and their percentiles.")
    private boolean rank;

    @Option(names = "--coef", description = "Fixed plus random effects of each group, with standard errors.")
    private boolean coef;

    @Option(names = "--ols", description = "Modes beside least squares of each group alone, with reliabilities.")
    private boolean ols;

    @Option(names = "--plots", description = "A small caterpillar of each effect in characters.")
    private boolean plots;

    @Option(names = "--term", paramLabel = "T", description = "Only this term or grouping factor.")
    private @Nullable String term;

    @Mixin
    private CoverageOption coverage = new CoverageOption();

    @Option(names = "--json", description = "Print as JSON: columns, levels, modes and sd of each term.")
    private boolean json;

    @Option(names = "--csv", description = "Print as CSV: term, level, effect, mode, sd.")
    private boolean csv;

    @Mixin
    HelpOption help = new HelpOption();

    RanefCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json && csv) {
            throw usage("choose --json or --csv, not both");
        }
        if ((coef ? 1 : 0) + (ols ? 1 : 0) + (sort || rank ? 1 : 0) > 1) {
            throw usage("choose one of --sort or --rank, --coef, and --ols");
        }
        Arguments.only(sort || rank, "--sort or --rank", spec, "--coverage");
        LmmFit fit = saved.load();
        if (fit.randomTerms().isEmpty()) {
            throw new EchelonException("the model '" + fit.formula() + "' has no random effects");
        }
        if (plots && !json && !csv) {
            chosen(fit)
                    .forEach(estimate -> console.print(TextPlots.caterpillars(
                                    fit.randomEffects(estimate.name()), console.width(), console.unicode())
                            + "\n"));
        }
        if (coef) {
            coefficients(fit);
        } else if (ols) {
            leastSquares(fit);
        } else {
            modes(fit);
        }
        return ExitCode.DONE;
    }

    private void modes(LmmFit fit) {
        List<RandomEffects> terms = chosen(fit).stream()
                .map(estimate -> joint ? fit.jointRandomEffects(estimate.name()) : fit.randomEffects(estimate.name()))
                .toList();
        if (sort || rank) {
            write(
                    out -> GroupReport.caterpillarJson(terms, coverage.value(), rank, out),
                    () -> csv
                            ? GroupReport.caterpillarCsv(terms, coverage.value(), rank)
                            : GroupReport.caterpillar(terms, coverage.value(), rank));
        } else {
            write(
                    out -> RandomEffectsReport.json(terms, out),
                    () -> csv ? RandomEffectsReport.csv(terms) : RandomEffectsReport.text(terms));
        }
    }

    private void coefficients(LmmFit fit) {
        List<GroupCoefficients> groups =
                groups(fit).stream().map(fit::groupCoefficients).toList();
        write(
                out -> GroupReport.coefficientsJson(groups, out),
                () -> csv ? GroupReport.coefficientsCsv(groups) : GroupReport.coefficients(groups, console.width()));
    }

    private void leastSquares(LmmFit fit) {
        List<GroupEstimates> groups =
                groups(fit).stream().map(fit::groupEstimates).toList();
        write(
                out -> GroupReport.estimatesJson(groups, out),
                () -> csv ? GroupReport.estimatesCsv(groups) : GroupReport.estimates(groups, console.width()));
    }

    private void write(
            java.util.function.Consumer<java.io.OutputStream> asJson, java.util.function.Supplier<String> text) {
        console.show(json, asJson, text);
    }

    private List<String> groups(LmmFit fit) {
        return chosen(fit).stream().map(CovarianceEstimate::group).distinct().toList();
    }

    /** The terms that --term names: itself, or all on that grouping factor. */
    private List<CovarianceEstimate> chosen(LmmFit fit) {
        List<CovarianceEstimate> terms = fit.covarianceEstimates();
        String name = term;
        if (name == null) {
            return terms;
        }
        List<CovarianceEstimate> grouped =
                terms.stream().filter(of -> of.group().equals(name)).toList();
        List<CovarianceEstimate> named = grouped.isEmpty()
                ? terms.stream().filter(of -> of.name().equals(name)).toList()
                : grouped;
        if (named.isEmpty()) {
            fit.randomEffects(name); // says what the terms are
        }
        return named;
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
