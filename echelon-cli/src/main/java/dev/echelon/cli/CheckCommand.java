package dev.echelon.cli;

import dev.echelon.Check;
import dev.echelon.Deletion;
import dev.echelon.Diagnostics;
import dev.echelon.LmmFit;
import dev.echelon.report.CheckJson;
import dev.echelon.report.CheckReport;
import dev.echelon.report.InfluenceReport;
import dev.echelon.report.TextPlots;
import dev.echelon.result.CheckResult;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Finding;
import dev.echelon.result.GroupInfluence;
import dev.echelon.result.RowDiagnostics;
import dev.echelon.table.RowSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

/** {@code echelon check}. */
@Command(
        name = "check",
        description = CheckCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon check sleepstudy.fit sleepstudy.csv",
            "  echelon check sleepstudy.fit sleepstudy.csv --influence Subject",
            "  echelon check sleepstudy.fit sleepstudy.csv --csv -o rows.csv"
        })
final class CheckCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Check a saved fit: findings, residuals, influence, simulations.";

    private static final String OBSERVATIONS = "obs";
    private static final int SHOWN = 20;

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
            description = "The data of the fit, for all that needs rows; '-' for standard input.")
    private @Nullable String data;

    @Option(
            names = "--influence",
            paramLabel = "OF",
            description = "Print only the influence of rows ('obs') or of the levels of a grouping factor (its name).")
    private @Nullable String influence;

    @Option(
            names = "--theta",
            paramLabel = "HOW",
            description = "When a level is deleted: 'refit' (the default), 'one-step' or 'fixed'.")
    private String theta = "refit";

    @Option(names = "-n", paramLabel = "N", description = "Simulated data sets, 250 by default.")
    private int replicates = 250;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the simulation, 1 by default.")
    private long seed = 1;

    @Option(names = "--keep-effects", description = "Simulate with the random effects of the fit, not with new ones.")
    private boolean keepEffects;

    @Option(names = "--csv", description = "Write CSV: one line per row, or per level with --influence.")
    private boolean csv;

    @Option(names = "--json", description = "Write JSON with full precision.")
    private boolean json;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file.")
    private @Nullable Path output;

    @Option(names = "--plots", description = "Small plots of random effects and residuals in characters, too.")
    private boolean plots;

    @Option(names = "--strict", description = "Exit with 3 if there is a finding of severity warning or worse.")
    private boolean strict;

    @Mixin
    DataOptions dataOptions = new DataOptions();

    @Mixin
    HelpOption help = new HelpOption();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (csv && json) {
            throw new ParameterException(spec.commandLine(), "choose --csv or --json, not both");
        }
        Deletion deletion = deletion();
        boolean all = influence == null && !csv;
        Arguments.only(all, "the whole check, not with --csv or --influence", spec, "-n", "--seed", "--keep-effects");
        LmmFit fit = saved.load();
        RowSource rows = data == null ? null : dataOptions.open(data, fit.formula(), console);
        Diagnostics diagnostics = rows == null ? fit.diagnostics() : fit.diagnostics(rows);
        String of = influence == null ? "" : influence;
        if (of.equals(OBSERVATIONS) || csv && of.isEmpty()) {
            rows(fit, diagnostics);
        } else if (!of.isEmpty()) {
            GroupInfluence levels = new Progress(console)
                    .during("refitting without each level of " + of, () -> diagnostics.influence(of, deletion));
            write(out -> levels(levels, out));
        } else {
            int code = check(diagnostics, deletion);
            if (plots && !json) {
                LmmFit whole = rows == null ? fit : fit.withRows(rows);
                console.print("\n" + TextPlots.of(whole, console.width(), console.unicode()));
            }
            return code;
        }
        return ExitCode.DONE;
    }

    private int check(Diagnostics diagnostics, Deletion deletion) {
        Check request = Arguments.read(spec, () -> Check.defaults()
                .replicates(replicates)
                .seed(seed)
                .keepEffects(keepEffects)
                .deletion(deletion));
        CheckResult check = new Progress(console).during("checking", () -> diagnostics.check(request));
        write(out -> {
            if (json) {
                CheckJson.write(check, out);
                out.write('\n');
            } else {
                out.write(CheckReport.text(check, console.width()).getBytes(StandardCharsets.UTF_8));
            }
        });
        boolean warned = check.findings().stream().anyMatch(finding -> finding.severity() != Finding.Severity.NOTE);
        return strict && warned ? ExitCode.FINDINGS : ExitCode.DONE;
    }

    private Deletion deletion() {
        return switch (theta) {
            case "refit" -> Deletion.REFIT;
            case "one-step" -> Deletion.ONE_STEP;
            case "fixed" -> Deletion.FIXED_THETA;
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--theta takes 'refit', 'one-step' or 'fixed', not '" + theta + "'");
        };
    }

    private void rows(LmmFit fit, Diagnostics diagnostics) {
        List<String> names = fit.coefficients().stream().map(Coefficient::term).toList();
        write(out -> {
            if (csv) {
                text(out, writer -> InfluenceReport.csv(names, diagnostics::forEachRow, writer));
            } else if (json) {
                CheckJson.write(diagnostics::forEachRow, out);
                out.write('\n');
            } else {
                List<RowDiagnostics> rows = new ArrayList<>();
                diagnostics.forEachRow(rows::add);
                rows.sort(Comparator.comparingDouble(row -> -row.fixedCooks()));
                String heading = "The " + Math.min(SHOWN, rows.size())
                        + " rows with the largest Cook's distance of the fixed effects:";
                out.write(InfluenceReport.rows(heading, rows, SHOWN, console.width())
                        .getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private void levels(GroupInfluence levels, OutputStream out) throws IOException {
        if (csv) {
            text(out, writer -> InfluenceReport.csv(levels, writer));
        } else if (json) {
            CheckJson.write(levels, out);
            out.write('\n');
        } else {
            out.write(InfluenceReport.text(levels, SHOWN, console.width()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void write(Output.Writer writer) {
        Output.write(output, console, writer);
    }

    /** What writes text. */
    private interface TextWriter {
        void write(Writer out) throws IOException;
    }

    private static void text(OutputStream out, TextWriter writer) throws IOException {
        Writer buffered = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(buffered);
        buffered.flush();
    }
}
