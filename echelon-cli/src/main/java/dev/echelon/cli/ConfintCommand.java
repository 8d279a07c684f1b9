package dev.echelon.cli;

import dev.echelon.Confint;
import dev.echelon.report.IntervalsReport;
import dev.echelon.result.Intervals;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code echelon confint}. */
@Command(
        name = "confint",
        description = ConfintCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon confint sleepstudy.fit --method profile",
            "  echelon confint sleepstudy.fit --method bootstrap -n 2000 --seed 7 --json"
        })
final class ConfintCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Print confidence intervals of the parameters of a saved fit.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "'profile' (the default, all parameters, by ML), 'wald' (fixed effects only), 'bootstrap'"
                    + " (percentile), 'bootstrap-basic' or 'bootstrap-normal'.")
    private String method = "profile";

    @Option(names = "--coverage", paramLabel = "P", description = "Coverage, 0.95 by default.")
    private double coverage = 0.95;

    @Option(names = "--restricted", description = "Profile standard deviations and correlations by REML.")
    private boolean restricted;

    @Option(names = "-n", paramLabel = "N", description = "Samples of the bootstrap, 1000 by default.")
    private int replicates = 1000;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the bootstrap, 1 by default.")
    private long seed = 1;

    @Option(names = "--json", description = "Print as JSON with full precision.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    ConfintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Confint request = new Confint(method(), coverage, restricted, replicates, seed);
        Intervals intervals = saved.load().confint(request);
        if (json) {
            console.write(out -> IntervalsReport.json(intervals, out));
            console.print("\n");
        } else {
            console.print(IntervalsReport.text(intervals));
        }
        return ExitCode.DONE;
    }

    private Confint.Method method() {
        try {
            return Confint.Method.valueOf(method.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--method takes one of 'wald', 'profile', 'bootstrap', 'bootstrap-basic', 'bootstrap-normal', not '"
                            + method + "'",
                    unknown);
        }
    }
}
