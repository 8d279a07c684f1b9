package dev.echelon.cli;

import dev.echelon.DfMethod;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.report.DocumentText;
import dev.echelon.report.TextPlots;
import dev.echelon.report.document.Document;
import dev.echelon.report.document.Section;
import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code echelon demo}. */
@Command(
        name = "demo",
        description = DemoCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  echelon demo", "  echelon demo --html demo.html", "  echelon demo --json"})
final class DemoCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Walk through a mixed model of simulated patients within doctors.";

    private static final String FORMULA = "mobility ~ Age + Married + Sex + WBC + RBC + (1 | DID)";
    private static final String DATA = "patients.csv.gz";

    private static final String WELCOME = """
            Patients are treated by doctors, and patients of one doctor are alike. What
            does a patient's mobility depend on? The data are simulated: 8525 patients
            of 407 doctors, with 2 to 40 patients each.

                echelon fit '%s' \\
                    patients.csv

            """.formatted(FORMULA);

    /** What the reader is about to see, by section of the report. */
    private static final Map<String, String> NARRATION = Map.of(
            "structure", "Z says whose patient each row is. It is almost empty, and never stored like this.",
            "equations", "The same model in matrices, for one doctor, level by level, and as a distribution.",
            "three-ways", "echelon explore: averages of doctors, a regression for each doctor, or the model between.",
            "fixed", "echelon fit: what is the same for the patients of all doctors.",
            "random", "echelon ranef: how doctors differ, and how far each is drawn towards the average.",
            "checks", "echelon check: whether the data look like what the model says.",
            "sizes-of-effects", "echelon effects: how much is explained, and by what.");

    private final Console console;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as one HTML file, too.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print the report as JSON instead.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Progress progress = new Progress(console);
        Table patients = progress.during("reading the patients", DemoCommand::patients);
        LmmFit fit = progress.during("fitting", () -> Lmm.of(FORMULA).fit(patients));
        Reporting reporting = new Reporting(progress);
        Document document = reporting.document(fit, DfMethod.SATTERTHWAITE, DATA, patients);
        if (json) {
            console.write(out -> Reporting.json(document, out));
            console.print("\n");
        } else {
            story(document, fit);
        }
        if (html != null) {
            reporting.html(document, html);
        }
        return ExitCode.DONE;
    }

    private void story(Document document, LmmFit fit) {
        console.print(WELCOME);
        for (Section section : document.sections()) {
            String narration = NARRATION.getOrDefault(section.id(), "");
            console.print(DocumentText.of(section, narration, console.width()));
            if (section.id().equals("random")) {
                console.print(TextPlots.of(fit, console.width(), console.unicode()) + "\n");
            }
        }
        console.print(
                html == null
                        ? "All of this with its pictures is a page: echelon demo --html demo.html\n"
                        : "The page with its pictures is in " + html + ".\n");
    }

    static Table patients() {
        try (InputStream in =
                new GZIPInputStream(Objects.requireNonNull(DemoCommand.class.getResourceAsStream(DATA), DATA))) {
            return Csv.reader().readWithReport(in, DATA).table();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
