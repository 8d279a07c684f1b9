package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.report.SimulationsReport;
import dev.echelon.result.Simulations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code echelon simulate}. */
@Command(
        name = "simulate",
        description = SimulateCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExample:%n",
        footer = "  echelon simulate sleepstudy.fit data/sleepstudy.csv -n 100 --seed 7 -o responses.csv")
final class SimulateCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Draw responses for the rows of data from a saved fit.";

    private final Console console;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            description = "CSV with predictors and groups of the fit; '-' for standard input.")
    private String data = "";

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
    DataOptions dataOptions = new DataOptions();

    @Mixin
    HelpOption help = new HelpOption();

    SimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        LmmFit fit = saved.load();
        Simulations simulations =
                fit.simulate(dataOptions.open(data, fit.formula(), console), replicates, seed, keepEffects);
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
}
