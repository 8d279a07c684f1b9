package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.report.EquationsReport;
import dev.echelon.report.FitJson;
import dev.echelon.report.TextReport;
import dev.echelon.report.equation.Equation;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echelon show}. */
@Command(
        name = "show",
        description = ShowCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon show sleepstudy.fit --json",
            "  echelon show sleepstudy.fit --equations",
            "  echelon show sleepstudy.fit --equations=latex --estimates"
        })
final class ShowCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Print a fit that was saved with 'echelon fit --save'.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Mixin
    private DfOption df = new DfOption();

    @Option(names = "--json", description = "Print the fit as JSON with full precision.")
    private boolean json;

    @Option(
            names = "--equations",
            paramLabel = "FORM",
            arity = "0..1",
            fallbackValue = "TEXT",
            description = "Print the model's equations instead, as text (default), latex or mathml.")
    private EquationsReport.@Nullable Form equations;

    @Option(names = "--estimates", description = "With --equations: estimates in place of parameters.")
    private boolean estimates;

    @Mixin
    HelpOption help = new HelpOption();

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.only(equations != null, "--equations", spec, "--estimates");
        LmmFit fit = df.apply(saved.load());
        if (equations != null) {
            showEquations(fit, equations);
        } else if (json) {
            console.write(out -> FitJson.write(fit, df.method(fit), out));
            console.print("\n");
        } else {
            console.print(TextReport.summary(fit, df.method(fit), "", console.width()));
        }
        return ExitCode.DONE;
    }

    private void showEquations(LmmFit fit, EquationsReport.Form form) {
        List<Equation> all = EquationsReport.equations(fit, estimates);
        console.show(
                json,
                out -> EquationsReport.json(fit.formula(), all, out),
                () -> EquationsReport.text(all, form, console.width()));
    }
}
