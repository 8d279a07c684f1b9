package dev.echelon.cli;

import dev.echelon.DataSummary;
import dev.echelon.Explanation;
import dev.echelon.Lmm;
import dev.echelon.formula.Formula;
import dev.echelon.report.ExplainReport;
import dev.echelon.report.ExplanationJson;
import dev.echelon.report.FormulaReport;
import dev.echelon.table.RowSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon explain}. */
@Command(
        name = "explain",
        description = ExplainCommand.DESCRIPTION,
        abbreviateSynopsis = true,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon explain 'y ~ a*b + (1 | g/h)'",
            "  echelon explain 'Reaction ~ Days + (Days | Subject)' sleepstudy.csv",
            "  echelon explain sleepstudy.sums"
        })
final class ExplainCommand implements Callable<Integer> {
    static final String DESCRIPTION =
            "Show how a formula is understood and, with data, what a fit would do; fits nothing.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FORMULA", description = "The model in lme4's notation, in quotes.")
    private String formula = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "Delimited text with a header line, Parquet, JSON lines, Arrow, a pattern of files or a jdbc:"
                    + " address; '-' is standard input.")
    private @Nullable String data;

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Mixin
    private DataOptions input = new DataOptions();

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (Sums.is(data == null ? formula : data)) {
            explainSums(data == null ? formula : data);
            return ExitCode.DONE;
        }
        Arguments.check(formula, data, spec);
        if (input.given(data)) {
            explainFit(input.required(data, formula));
        } else {
            explainFormula();
        }
        return ExitCode.DONE;
    }

    private void explainFormula() {
        Formula parsed = Formula.parse(formula);
        console.show(json, out -> FormulaReport.json(parsed, out), () -> FormulaReport.text(parsed, console.width()));
    }

    private void explainFit(String source) {
        Lmm model = options.model(formula);
        Progress progress = new Progress(console);
        RowSource rows = progress.during("reading " + source, () -> input.open(source, formula, console));
        PassLine line = new PassLine(Reading.text(rows, "explaining"));
        show(progress.during(line::text, () -> model.progress(line).explain(rows)));
    }

    private void explainSums(String file) {
        show(options.model(Sums.formula(formula, data)).explain(DataSummary.load(Path.of(file))));
    }

    private void show(Explanation explanation) {
        console.show(
                json,
                out -> ExplanationJson.write(explanation, out),
                () -> ExplainReport.text(explanation, console.width()));
    }
}
