package dev.echelon.cli;

import dev.echelon.DataSummary;
import dev.echelon.Lmm;
import dev.echelon.report.CrossProductReport;
import dev.echelon.result.CrossProductContent;
import dev.echelon.table.RowSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon crossproducts}. */
@Command(
        name = "crossproducts",
        description = CrossProductsCommand.DESCRIPTION,
        abbreviateSynopsis = true,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon crossproducts 'Reaction ~ Days + (Days | Subject)' sleepstudy.csv \\",
            "      -o sleepstudy.sums",
            "  echelon crossproducts --like sleepstudy.sums sleepstudy.csv -o more.sums",
            "  echelon crossproducts merge monday.sums tuesday.sums -o week.sums",
            "  echelon crossproducts show week.sums --json"
        })
final class CrossProductsCommand implements Callable<Integer> {
    static final String DESCRIPTION =
            "Sum data up to all that fits need of them; merge such files, and show what is in them.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FORMULA",
            description = "The largest model that is to be fitted, in lme4's notation, in quotes.")
    private @Nullable String formula;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "Delimited text with a header line, plain or gzip; '-' is standard input.")
    private @Nullable String data;

    @Option(names = "-o", paramLabel = "FILE", description = "The file to write.")
    private @Nullable Path output;

    @Option(
            names = "--like",
            paramLabel = "FILE",
            description = "Take the model, the levels of predictors, contrasts, bases and scale from these"
                    + " cross-products; then FORMULA is left out.")
    private @Nullable Path like;

    @Option(
            names = "--min-rows",
            paramLabel = "K",
            description = "Refuse to write if a level of a grouping factor has fewer than K rows.")
    private long least;

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Mixin
    private DataOptions input = new DataOptions();

    @Option(names = "--json", description = "Print what was written as JSON.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    private CrossProductsCommand(Console console) {
        this.console = console;
    }

    /** The command with the commands below it. */
    static CommandLine withCommands(Console console) {
        return new CommandLine(new CrossProductsCommand(console))
                .addSubcommand("merge", new MergeCommand(console))
                .addSubcommand("show", new ShowSumsCommand(console));
    }

    @Override
    public Integer call() {
        if (output == null) {
            throw usage("name the file to write: -o FILE");
        }
        DataSummary sums = like == null ? summed() : summedLike(like);
        if (least > 0) {
            sums.requireRowsPerLevel(least);
        }
        sums.save(output);
        if (json) {
            CrossProductContent content = sums.content();
            console.show(true, out -> CrossProductReport.json(content, out), () -> "");
        }
        return ExitCode.DONE;
    }

    private DataSummary summed() {
        if (formula == null) {
            throw usage("FORMULA and DATA are missing: echelon crossproducts 'y ~ x + (1 | g)' data.csv -o data.sums");
        }
        Arguments.check(formula, data, spec);
        String source = input.required(data, formula);
        Lmm model = options.model(formula);
        PassLine line = new PassLine(() -> "summing up");
        return sum(source, formula, line, model.progress(line)::summarise);
    }

    private DataSummary summedLike(Path file) {
        if (formula == null || data != null) {
            throw usage("with --like comes DATA alone; the formula is that of " + file);
        }
        Arguments.only(false, "FORMULA, without --like", spec, ModelOptions.NAMES);
        DataSummary known = DataSummary.load(file);
        PassLine line = new PassLine(() -> "summing up");
        Lmm model = known.model().progress(line);
        return sum(formula, known.formula(), line, rows -> model.summarise(rows, known));
    }

    private DataSummary sum(String source, String text, PassLine line, Function<RowSource, DataSummary> summation) {
        Progress progress = new Progress(console);
        RowSource rows = progress.during("reading " + source, () -> input.open(source, text, console));
        return progress.during(line::text, () -> summation.apply(rows));
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
