package dev.echelon.cli;

import dev.echelon.DfMethod;
import dev.echelon.Lmm;
import dev.echelon.report.ExplorationReport;
import dev.echelon.result.Exploration;
import dev.echelon.table.RowSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon explore}. */
@Command(
        name = "explore",
        description = ExploreCommand.DESCRIPTION,
        abbreviateSynopsis = true,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon explore 'Reaction ~ Days + (Days | Subject)' sleepstudy.csv",
            "  echelon explore 'mAch ~ ses + (ses | school)' hsb82.csv --csv > lines.csv",
            "  echelon explore 'y ~ x + (1 | a/b)' data.csv --group a --json"
        })
final class ExploreCommand implements Callable<Integer> {
    static final String DESCRIPTION = "See grouped data in three ways: group means, one regression per group, mixed.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FORMULA", description = "The mixed model in lme4's notation, in quotes.")
    private String formula = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "Delimited text with a header line, Parquet, JSON lines, Arrow, a pattern of files or a jdbc:"
                    + " address; '-' is standard input.")
    private @Nullable String data;

    @Option(
            names = "--group",
            paramLabel = "G",
            description = "The grouping factor; the one with most levels if not given.")
    private String group = "";

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Mixin
    private DataOptions input = new DataOptions();

    @Option(
            names = "--df",
            paramLabel = "METHOD",
            converter = DfOption.Name.class,
            description =
                    "Degrees of freedom of the contextual effects: satterthwaite (default), none, residual and those of fit.")
    private @Nullable DfMethod df;

    @Option(names = "--json", description = "Print as JSON with full precision and all groups.")
    private boolean json;

    @Option(names = "--csv", description = "Print the lines of all groups: group, rows, coefficient, three estimates.")
    private boolean csv;

    @Mixin
    HelpOption help = new HelpOption();

    ExploreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json && csv) {
            throw new ParameterException(spec.commandLine(), "choose --json or --csv, not both");
        }
        Arguments.check(formula, data, spec);
        String source = input.required(data, formula);
        Lmm model = options.model(formula);
        Progress progress = new Progress(console);
        RowSource rows = progress.during("reading " + source, () -> input.open(source, formula, console));
        Exploration exploration = progress.during("exploring", () -> explore(model, rows));
        console.show(
                json,
                out -> ExplorationReport.json(exploration, out),
                () -> csv ? ExplorationReport.csv(exploration) : ExplorationReport.text(exploration, console.width()));
        return ExitCode.DONE;
    }

    private Exploration explore(Lmm model, RowSource rows) {
        DfMethod method = df;
        return method == null ? model.explore(rows, group) : model.explore(rows, group, method);
    }
}
