package dev.echelon.cli;

import dev.echelon.DataSummary;
import dev.echelon.report.CrossProductReport;
import dev.echelon.result.CrossProductContent;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code echelon crossproducts show}. */
@Command(
        name = "show",
        description = "Show what is in cross-products, and what they reveal of the rows.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = "  echelon crossproducts show week.sums")
final class ShowSumsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE", description = "A file of cross-products.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    ShowSumsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CrossProductContent content = DataSummary.load(file).content();
        console.show(
                json,
                out -> CrossProductReport.json(content, out),
                () -> CrossProductReport.text(content, console.width()));
        return ExitCode.DONE;
    }
}
