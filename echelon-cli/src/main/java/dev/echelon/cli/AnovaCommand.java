package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.report.AnovaReport;
import dev.echelon.result.AnovaTable;
import dev.echelon.result.Coefficient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code echelon anova}. */
@Command(
        name = "anova",
        description = AnovaCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon anova oats.fit",
            "  echelon anova oats.fit --type 2 --df kenward-roger",
            "  echelon anova oats.fit --df satterthwaite --info expected",
            "  echelon anova oats.fit --hypotheses"
        })
final class AnovaCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Test the terms of the fixed part of a saved fit.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Option(
            names = "--type",
            paramLabel = "1|2|3",
            description = {
                "1: each term after those before it; 2: after all that do not contain it; 3 (default): equal marginal"
                        + " means, whatever the coding."
            })
    private int type = 3;

    @Mixin
    private DfOption df = new DfOption();

    @Option(names = "--hypotheses", description = "Print the hypothesis matrix of each term, too.")
    private boolean hypotheses;

    @Option(names = "--json", description = "Print as JSON with full precision and the hypothesis matrices.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    AnovaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (type < 1 || type > 3) {
            throw new ParameterException(spec.commandLine(), "--type: no type " + type + "; choose 1, 2 or 3");
        }
        LmmFit fit = df.apply(saved.load());
        AnovaTable anova = new Progress(console).during("testing the terms", () -> fit.anova(type, df.method(fit)));
        console.show(json, out -> AnovaReport.json(fit.formula(), anova, out), () -> text(fit, anova));
        return ExitCode.DONE;
    }

    private String text(LmmFit fit, AnovaTable anova) {
        List<String> names = fit.coefficients().stream().map(Coefficient::term).toList();
        return AnovaReport.text(anova, console.width()) + (hypotheses ? AnovaReport.hypotheses(anova, names) : "");
    }
}
