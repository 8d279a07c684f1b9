package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.report.EffectsReport;
import dev.echelon.result.EffectSizes;
import dev.echelon.table.RowSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon effects}. */
@Command(
        name = "effects",
        description = EffectsCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon effects hsb82.fit",
            "  echelon effects hsb82.fit hsb82.csv --refit",
            "  echelon effects hsb82.fit --json"
        })
final class EffectsCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Say how much a saved fit explains: R2, ICC, standardised coefficients, VIF.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "The data of the fit; needed if it has weights or no constant, and for --refit.")
    private @Nullable String data;

    @Option(names = "--refit", description = "Also fit the model to standardised response and numeric predictors.")
    private boolean refit;

    @Option(names = "--json", description = "Print as JSON with full precision.")
    private boolean json;

    @Mixin
    DataOptions dataOptions = new DataOptions();

    @Mixin
    HelpOption help = new HelpOption();

    EffectsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (refit && data == null) {
            throw new ParameterException(
                    spec.commandLine(), "--refit needs the data of the fit: echelon effects FIT DATA --refit");
        }
        LmmFit fit = saved.load();
        Optional<RowSource> rows =
                Optional.ofNullable(data).map(name -> dataOptions.open(name, fit.formula(), console));
        EffectSizes effects = rows.map(fit::effectSizes).orElseGet(fit::effectSizes);
        Optional<LmmFit> again = refit ? rows.map(fit::standardized) : Optional.empty();
        console.show(
                json,
                out -> EffectsReport.json(fit.formula(), effects, again, out),
                () -> EffectsReport.text(effects, again, console.width()));
        return ExitCode.DONE;
    }
}
