package dev.echelon.cli;

import dev.echelon.DataSummary;
import dev.echelon.error.EchelonException;
import dev.echelon.report.CrossProductReport;
import dev.echelon.result.CrossProductContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code echelon crossproducts merge}. */
@Command(
        name = "merge",
        description = "Add the cross-products of different rows of the same model.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = "  echelon crossproducts merge monday.sums tuesday.sums -o week.sums")
final class MergeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "2..*", paramLabel = "FILE", description = "Files of cross-products, added in this order.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "-o", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output = Path.of("");

    @Option(names = "--json", description = "Print what was written as JSON.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    MergeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Path> digests = new HashMap<>();
        @Nullable DataSummary sums = null;
        for (Path file : files) {
            DataSummary part = DataSummary.load(file);
            Path same = part.digest().isEmpty() ? null : digests.putIfAbsent(part.digest(), file);
            if (same != null) {
                throw new EchelonException("'" + same + "' and '" + file
                        + "' were made from the same data, which would count twice; leave one out");
            }
            sums = sums == null ? part : merged(sums, part, file);
        }
        DataSummary all = java.util.Objects.requireNonNull(sums);
        all.save(output);
        if (json) {
            CrossProductContent content = all.content();
            console.show(true, out -> CrossProductReport.json(content, out), () -> "");
        }
        return ExitCode.DONE;
    }

    private static DataSummary merged(DataSummary sums, DataSummary part, Path file) {
        try {
            return sums.merge(part);
        } catch (EchelonException e) {
            throw new EchelonException("cannot add '" + file + "': " + e.getMessage(), e);
        }
    }
}
