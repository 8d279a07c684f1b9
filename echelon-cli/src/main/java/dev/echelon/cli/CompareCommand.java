package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.Models;
import dev.echelon.report.ComparisonReport;
import dev.echelon.report.StructureReport;
import dev.echelon.report.figure.FigureFiles;
import dev.echelon.report.figure.LikelihoodLadder;
import dev.echelon.result.ModelComparison;
import dev.echelon.result.StructureComparison;
import dev.echelon.table.RowSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon compare}. */
@Command(
        name = "compare",
        description = CompareCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon compare intercept.fit slope.fit",
            "  echelon compare --structures cs,ar1,us 'distance ~ age*Sex' orthodont.csv \\",
            "      --repeated 'us(age | Subject)' --figures pictures"
        })
final class CompareCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Compare saved fits of the same data: criteria and likelihood-ratio tests.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "2..*",
            paramLabel = "FIT",
            description = "Saved fits; each is tested against the next smaller one. With --structures: FORMULA DATA.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--structures",
            paramLabel = "S,S…",
            split = ",",
            description = "Fit FORMULA to DATA with each of these residual structures, and compare.")
    private List<String> structures = new ArrayList<>();

    @Option(
            names = "--figures",
            paramLabel = "DIR",
            description =
                    "With --structures: draw their ladder of likelihoods, as SVG with its numbers as CSV and JSON.")
    private @Nullable Path figures;

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Mixin
    private DataOptions input = new DataOptions();

    @Option(names = "--json", description = "Print as JSON with full precision.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!structures.isEmpty()) {
            return ladder();
        }
        if (figures != null) {
            throw new ParameterException(
                    spec.commandLine(), "--figures draws structures of residuals; give --structures, too");
        }
        List<LmmFit> fits = files.stream().map(file -> Sums.load(Path.of(file))).toList();
        ModelComparison comparison = Models.compare(fits);
        console.show(json, out -> ComparisonReport.json(comparison, out), () -> ComparisonReport.text(comparison));
        return ExitCode.DONE;
    }

    private Integer ladder() {
        if (files.size() != 2) {
            throw new ParameterException(spec.commandLine(), "--structures takes one FORMULA and one DATA file");
        }
        String formula = files.get(0);
        RowSource rows = input.open(files.get(1), formula, console);
        StructureComparison comparison = new Progress(console)
                .during("fitting " + structures.size() + " structures", () -> options.model(formula)
                        .compareStructures(structures, rows));
        if (figures != null) {
            FigureFiles.write(List.of(LikelihoodLadder.of(comparison)), figures);
        }
        if (json) {
            console.write(out -> StructureReport.json(comparison, out));
            console.print("\n");
        } else {
            console.print(StructureReport.text(comparison, console.width()));
        }
        return ExitCode.DONE;
    }
}
