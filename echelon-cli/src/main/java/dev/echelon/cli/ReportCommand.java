package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.report.document.Document;
import dev.echelon.table.RowSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon report}. */
@Command(
        name = "report",
        description = ReportCommand.DESCRIPTION,
        abbreviateSynopsis = true,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon report sleepstudy.fit sleepstudy.csv -o sleepstudy.html",
            "  echelon report sleepstudy.fit --text",
            "  echelon report sleepstudy.fit sleepstudy.csv --json --figures pictures"
        })
final class ReportCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Write the report of a saved fit: one HTML file, text or JSON.";

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
            description = "The data of the fit; without them the report leaves out what needs rows.")
    private @Nullable String data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file; HTML unless --text or --json is given.")
    private @Nullable Path output;

    @Option(names = "--text", description = "The report as text.")
    private boolean text;

    @Option(names = "--json", description = "The report as JSON, with the numbers of tables and pictures.")
    private boolean json;

    @Option(
            names = "--figures",
            paramLabel = "DIR",
            description = "Write every picture as SVG, and its numbers as CSV and JSON, to a folder, too.")
    private @Nullable Path figures;

    @Mixin
    private DataOptions input = new DataOptions();

    @Mixin
    private DfOption df = new DfOption();

    @Mixin
    HelpOption help = new HelpOption();

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (text && json) {
            throw new ParameterException(spec.commandLine(), "choose --text or --json, not both");
        }
        Path file = output;
        if (file == null && !text && !json) {
            throw new ParameterException(
                    spec.commandLine(), "say where the report goes: -o report.html, or --text or --json to print it");
        }
        Document document = document();
        if (figures != null) {
            Reporting.figures(document, figures);
        }
        if (text || json) {
            Output.write(file, console, out -> {
                if (json) {
                    Reporting.json(document, out);
                    out.write('\n');
                } else {
                    out.write(Reporting.text(document, console.width()).getBytes(StandardCharsets.UTF_8));
                }
            });
        } else if (file != null) {
            new Reporting(new Progress(console)).html(document, file);
        }
        return ExitCode.DONE;
    }

    private Document document() {
        LmmFit fit = saved.load();
        Reporting reporting = new Reporting(new Progress(console));
        String source = data;
        if (source == null) {
            return reporting.document(fit, df.method(fit), "", null);
        }
        RowSource rows = input.open(source, fit.formula(), console);
        LmmFit whole = fit.withRows(rows);
        return reporting.document(whole, df.method(fit), DataOptions.title(source), rows);
    }
}
