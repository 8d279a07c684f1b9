package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.report.RandomEffectsReport;
import dev.echelon.result.RandomEffects;
import java.util.List;
import java.util.concurrent.Callable;
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
        footerHeading = "%nExample:%n",
        footer = "  echelon ranef sleepstudy.fit --csv > modes.csv")
final class RanefCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Print the random effects of a saved fit with their standard deviations.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

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
            throw new ParameterException(spec.commandLine(), "choose --json or --csv, not both");
        }
        LmmFit fit = saved.load();
        List<RandomEffects> terms =
                fit.randomTerms().stream().map(fit::randomEffects).toList();
        if (json) {
            console.write(out -> RandomEffectsReport.json(terms, out));
            console.print("\n");
        } else {
            console.print(csv ? RandomEffectsReport.csv(terms) : RandomEffectsReport.text(terms));
        }
        return ExitCode.DONE;
    }
}
