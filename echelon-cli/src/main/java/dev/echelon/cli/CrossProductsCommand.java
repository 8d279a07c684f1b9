package dev.echelon.cli;

import dev.echelon.Checkpoint;
import dev.echelon.DataSummary;
import dev.echelon.Lmm;
import dev.echelon.report.CrossProductReport;
import dev.echelon.result.CrossProductContent;
import dev.echelon.table.RowSource;
import java.nio.file.Path;
import java.util.OptionalLong;
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
            "  echelon crossproducts 'Reaction ~ Days + (1 | Subject)' sleepstudy.parquet \\",
            "      -o large.sums --checkpoint large.checkpoint",
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
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Keep in this file, once in a minute, what has been summed up; started again with the same"
                    + " model and data, the command goes on from there, and deletes the file when done.")
    private @Nullable Path checkpoint;

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
        if (output.equals(checkpoint)) {
            throw usage("-o and --checkpoint name the same file; they hold different things");
        }
        DataSummary sums = like == null ? summed() : summedLike(like);
        if (least > 0) {
            sums.requireRowsPerLevel(least);
        }
        sums.save(output);
        if (checkpoint != null) {
            Checkpoint.in(checkpoint).delete();
        }
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
        Lmm heard = model.progress(line);
        Path state = checkpoint;
        return sum(
                source,
                formula,
                line,
                state == null ? heard::summarise : rows -> heard.summarise(rows, Checkpoint.in(state)));
    }

    private DataSummary summedLike(Path file) {
        if (formula == null || data != null) {
            throw usage("with --like comes DATA alone; the formula is that of " + file);
        }
        Arguments.only(false, "FORMULA, without --like", spec, ModelOptions.NAMES);
        DataSummary known = DataSummary.load(file);
        PassLine line = new PassLine(() -> "summing up");
        Lmm model = known.model().progress(line);
        Path state = checkpoint;
        return sum(
                formula,
                known.formula(),
                line,
                rows -> state == null
                        ? model.summarise(rows, known)
                        : model.summarise(rows, known, Checkpoint.in(state)));
    }

    private DataSummary sum(String source, String text, PassLine line, Function<RowSource, DataSummary> summation) {
        Progress progress = new Progress(console);
        RowSource rows = progress.during(
                "reading " + source,
                () -> checkpoint == null
                        ? input.open(source, text, console)
                        : input.openInBatches(source, text, console));
        OptionalLong covered = checkpoint == null
                ? OptionalLong.empty()
                : Checkpoint.in(checkpoint).rows();
        DataSummary sums = progress.during(line::text, () -> summation.apply(rows));
        covered.ifPresent(
                count -> console.err().println("note: continued after row " + count + ", from '" + checkpoint + "'"));
        return sums;
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
