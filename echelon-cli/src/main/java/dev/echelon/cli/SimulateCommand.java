package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.report.SimulationsReport;
import dev.echelon.result.Simulations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon simulate}. */
@Command(
        name = "simulate",
        description = SimulateCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon simulate sleepstudy.fit data/sleepstudy.csv -n 100 --seed 7 \\",
            "      -o responses.csv",
            "  echelon simulate data/sleepstudy.csv --formula 'y ~ Days + (Days | Subject)' \\",
            "      --beta 250,10 --sd 25,6 --cor 0.1 --sigma 25"
        })
final class SimulateCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Draw responses for the rows of data from a saved fit or from given parameters.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..2",
            paramLabel = "[FIT] DATA",
            description = "A saved fit, unless --formula is given, and CSV with predictors and groups; '-' for standard"
                    + " input.")
    private List<String> files = List.of();

    @Option(
            names = "--formula",
            paramLabel = "FORMULA",
            description = "A model to simulate from in place of a fit, with --beta, --sd or --theta, and --sigma.")
    private @Nullable String formula;

    @Mixin
    private ParameterOptions parameters = new ParameterOptions();

    @Option(names = "-n", paramLabel = "N", description = "How many responses for each row, 1 by default.")
    private int replicates = 1;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed, 1 by default; the same seed gives the same numbers.")
    private long seed = 1;

    @Option(names = "--keep-effects", description = "Keep the random effects of the fit instead of drawing new ones.")
    private boolean keepEffects;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file.")
    private @Nullable Path output;

    @Option(names = "--json", description = "Write JSON instead of CSV.")
    private boolean json;

    @Mixin
    ModelOptions modelOptions = new ModelOptions();

    @Mixin
    DataOptions dataOptions = new DataOptions();

    @Mixin
    HelpOption help = new HelpOption();

    SimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (replicates < 1) {
            throw new ParameterException(spec.commandLine(), "-n must be at least 1, not " + replicates);
        }
        Simulations simulations = formula == null ? fromFit() : fromParameters(formula);
        Output.write(output, console, out -> {
            if (json) {
                SimulationsReport.json(simulations, out);
                out.write('\n');
            } else {
                out.write(SimulationsReport.csv(simulations).getBytes(StandardCharsets.UTF_8));
            }
        });
        return ExitCode.DONE;
    }

    private Simulations fromFit() {
        if (files.size() != 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "give a saved fit and data, or --formula with parameters and data: echelon simulate FIT DATA");
        }
        Arguments.only(false, "--formula", spec, ParameterOptions.NAMES);
        Arguments.only(false, "--formula", spec, ModelOptions.NAMES);
        LmmFit fit = Sums.load(Path.of(files.get(0)));
        return fit.simulate(dataOptions.open(files.get(1), fit.formula(), console), replicates, seed, keepEffects);
    }

    private Simulations fromParameters(String text) {
        if (files.size() != 1 || keepEffects) {
            throw new ParameterException(
                    spec.commandLine(),
                    keepEffects
                            ? "--keep-effects needs a saved fit: given parameters have no random effects to keep"
                            : "with --formula there is one argument, the data");
        }
        return modelOptions
                .model(text)
                .simulate(
                        Arguments.read(spec, parameters::read),
                        dataOptions.open(files.get(0), text, console),
                        replicates,
                        seed);
    }
}
