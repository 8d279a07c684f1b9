package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.Models;
import dev.echelon.report.ComparisonReport;
import dev.echelon.result.ModelComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code echelon compare}. */
@Command(
        name = "compare",
        description = CompareCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExample:%n",
        footer = "  echelon compare intercept.fit slope.fit")
final class CompareCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Compare saved fits of the same data: criteria and likelihood-ratio tests.";

    private final Console console;

    @Parameters(
            arity = "2..*",
            paramLabel = "FIT",
            description = "Saved fits; each is tested against the next smaller one.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "Print as JSON with full precision.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<LmmFit> fits = files.stream().map(LmmFit::load).toList();
        ModelComparison comparison = Models.compare(fits);
        if (json) {
            console.write(out -> ComparisonReport.json(comparison, out));
            console.print("\n");
        } else {
            console.print(ComparisonReport.text(comparison));
        }
        return ExitCode.DONE;
    }
}
