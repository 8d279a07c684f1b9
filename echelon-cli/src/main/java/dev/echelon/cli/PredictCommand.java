package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.Prediction;
import dev.echelon.report.FittedRowsReport;
import dev.echelon.report.PredictionsReport;
import dev.echelon.result.FittedBatch;
import dev.echelon.result.Predictions;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon predict}. */
@Command(
        name = "predict",
        description = PredictCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon predict sleepstudy.fit new.csv --interval confidence",
            "  echelon predict sleepstudy.fit new.csv --terms '(1 | Subject)' \\",
            "      --incomplete drop",
            "  echelon predict sleepstudy.fit new.csv --new-levels variance \\",
            "      --interval prediction -o out.csv",
            "  echelon predict sleepstudy.fit sleepstudy.csv --residuals -o rows.csv",
            "  echelon predict sleepstudy.fit sleepstudy.csv --residuals \\",
            "      --diagnostics -o rows.csv"
        })
final class PredictCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Predict rows of new data from a saved fit.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Parameters(index = "1", paramLabel = "NEWDATA", description = "CSV with the predictors; '-' for standard input.")
    private String data = "";

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "Include random effects ('conditional', the default) or not ('population').")
    private String level = "conditional";

    @Option(
            names = "--new-levels",
            paramLabel = "POLICY",
            description = "Groups unknown to the fit: 'error' (the default), 'population' (their effects are zero), or"
                    + " 'variance' (zero, with the variance between groups in the error).")
    private String newLevels = "error";

    @Option(
            names = "--given",
            paramLabel = "DATA",
            description = "With an R side: rows with responses to predict from; NEWDATA itself by default.")
    private @Nullable String given;

    @Option(
            names = "--terms",
            paramLabel = "TERMS",
            description = "Only these random effects: the name of a term, or bars such as '(1 | g)' of (x | g)."
                    + " Repeatable.")
    private List<String> terms = new ArrayList<>();

    @Option(
            names = "--incomplete",
            paramLabel = "POLICY",
            description = "Rows in which a predictor is missing: 'keep' (the default, without a prediction), 'drop' or"
                    + " 'error'.")
    private String incomplete = "keep";

    @Option(names = "--se", description = "With standard errors.")
    private boolean errors;

    @Option(
            names = "--interval",
            paramLabel = "KIND",
            description = "With standard errors and 'confidence' (of the mean) or 'prediction' (of a new observation)"
                    + " intervals.")
    private @Nullable String interval;

    @Option(
            names = "--residuals",
            description = "Of the data of the fit: response, fitted value, residual and residual over its standard"
                    + " deviation of each row, as CSV.")
    private boolean residuals;

    @Option(
            names = "--diagnostics",
            description = "With leverage, standardised residual and Cook's distance of each row, too.")
    private boolean diagnostics;

    @Mixin
    private CoverageOption coverage = new CoverageOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file.")
    private @Nullable Path output;

    @Option(names = "--json", description = "Write JSON instead of CSV.")
    private boolean json;

    @Mixin
    DataOptions dataOptions = new DataOptions();

    @Mixin
    HelpOption help = new HelpOption();

    PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Prediction request = Arguments.read(spec, this::request);
        LmmFit fit = saved.load();
        RowSource rows = dataOptions.open(data, fit.formula(), console);
        if (residuals) {
            Output.write(output, console, out -> writeResiduals(fit, rows, out));
            return ExitCode.DONE;
        }
        if (!(rows instanceof Table) && given == null && !json) {
            Output.write(output, console, out -> writeBatches(fit, rows, request, out));
            return ExitCode.DONE;
        }
        Predictions predictions = given == null
                ? fit.predict(rows, request)
                : fit.predict(rows, dataOptions.open(given, fit.formula(), console), request);
        note(predictions.notes());
        Output.write(output, console, out -> {
            if (json) {
                PredictionsReport.json(predictions, out);
                out.write('\n');
            } else {
                out.write(PredictionsReport.csv(predictions).getBytes(StandardCharsets.UTF_8));
            }
        });
        return ExitCode.DONE;
    }

    /** Rows that need not fit in memory. */
    private void writeBatches(LmmFit fit, RowSource rows, Prediction request, OutputStream out) {
        List<String> notes = new ArrayList<>();
        fit.predict(rows, request, (first, batch) -> {
            write(PredictionsReport.csv(batch, first), out);
            notes.clear();
            notes.addAll(batch.notes());
        });
        note(notes);
    }

    private void writeResiduals(LmmFit fit, RowSource rows, OutputStream out) {
        boolean[] begun = new boolean[1];
        Consumer<FittedBatch> writer = batch -> {
            if (!begun[0]) {
                begun[0] = true;
                note(batch.notes());
                write(FittedRowsReport.header(batch), out);
            }
            write(FittedRowsReport.csv(batch), out);
        };
        if (diagnostics) {
            fit.diagnosedRows(rows, writer);
        } else {
            fit.rows(rows, writer);
        }
    }

    private void note(List<String> notes) {
        notes.forEach(note -> console.err().println("note: " + note));
    }

    private static void write(String text, OutputStream out) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    private Prediction request() {
        Arguments.only(
                !residuals,
                "predictions, not with --residuals",
                spec,
                "--level",
                "--new-levels",
                "--given",
                "--terms",
                "--incomplete",
                "--se",
                "--interval",
                "--json");
        Arguments.only(residuals, "--residuals", spec, "--diagnostics");
        Arguments.only(interval != null, "--interval", spec, "--coverage");
        Arguments.only(level.equals("conditional"), "--level conditional", spec, "--new-levels", "--terms");
        Prediction request = choose("--level", level, Prediction.Level.class) == Prediction.Level.POPULATION
                ? Prediction.population()
                : Prediction.conditional().newLevels(choose("--new-levels", newLevels, Prediction.NewLevels.class));
        if (interval != null) {
            request = request.interval(choose("--interval", interval, Prediction.Range.class));
        }
        return (errors ? request.withErrors() : request)
                .coverage(coverage.value())
                .terms(terms.toArray(String[]::new))
                .incomplete(choose("--incomplete", incomplete, Prediction.Incomplete.class));
    }

    private <E extends Enum<E>> E choose(String option, String text, Class<E> type) {
        return Choice.of(spec, option, text, type);
    }
}
