package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.report.FitJson;
import dev.echelon.report.TextReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code echelon show}. */
@Command(
        name = "show",
        description = ShowCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExample:%n",
        footer = "  echelon show sleepstudy.fit --json")
final class ShowCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Print a fit that was saved with 'echelon fit --save'.";

    private final Console console;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Mixin
    private DfOption df = new DfOption();

    @Option(names = "--json", description = "Print the fit as JSON with full precision.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        LmmFit fit = df.apply(saved.load());
        if (json) {
            console.write(out -> FitJson.write(fit, df.method(fit), out));
            console.print("\n");
        } else {
            console.print(TextReport.summary(fit, df.method(fit), "", console.width()));
        }
        return ExitCode.DONE;
    }
}
