package dev.echelon.cli;

import dev.echelon.Computation;
import dev.echelon.DfMethod;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.Optimizer;
import dev.echelon.report.FitJson;
import dev.echelon.report.TextPlots;
import dev.echelon.report.TextReport;
import dev.echelon.result.Finding;
import dev.echelon.table.RowSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code echelon fit}. */
@Command(
        name = "fit",
        description = FitCommand.DESCRIPTION,
        abbreviateSynopsis = true,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon fit 'Reaction ~ Days + (Days | Subject)' sleepstudy.csv",
            "  echelon fit 'yield ~ nitro + (1 | Block/Variety)' oats.csv --ml \\",
            "      --save oats.fit",
            "  echelon fit 'Reaction ~ Days + (Days | Subject)' sleepstudy.csv --html r.html",
            "  echelon fit 'distance ~ age*Sex' orthodont.csv --df kenward-roger \\",
            "      --repeated 'us(age | Subject)'",
            "  echelon fit 'weight ~ 1 + (1 | gr(animal, cov = A))' animals.csv \\",
            "      --cov A=pedigree.csv",
            "  echelon fit 'Reaction ~ Days + (Days | Subject)' sleepstudy.parquet",
            "  echelon fit 'Reaction ~ Days + (1 | Subject)' sleepstudy.csv \\",
            "      --sql 'SELECT * FROM data WHERE Days BETWEEN 2 AND 9'",
            "  echelon fit 'diameter ~ 1 + (1 | plate) + (1 | sample)' penicillin.csv \\",
            "      --computation iterative",
            "  echelon fit 'Reaction ~ Days + (1 | Subject)' sleepstudy.sums --ml",
            "  gunzip -c big.csv.gz | echelon fit 'y ~ x + (1 | g)' - --json"
        })
final class FitCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Fit a linear mixed model and print its summary.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FORMULA",
            description = "The model in lme4's notation, in quotes; with cross-products it may be left out.")
    private String formula = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "Delimited text with a header line, Parquet, JSON lines, Arrow, a pattern of files or a jdbc:"
                    + " address; '-' is standard input. Or a file of cross-products.")
    private @Nullable String data;

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Mixin
    private DataOptions input = new DataOptions();

    @Mixin
    private DfOption df = new DfOption();

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            converter = OptimizerName.class,
            description = "trust-region (default) or bobyqa.")
    private @Nullable Optimizer optimizer;

    @Option(
            names = "--computation",
            paramLabel = "HOW",
            converter = ComputationName.class,
            description =
                    "auto (default), exact, or iterative: crossed factors by conjugate gradients, with Monte Carlo errors.")
    private Computation computation = Computation.AUTOMATIC;

    @Option(names = "--save", paramLabel = "FIT", description = "Write the fit to a file for all other commands.")
    private @Nullable Path save;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as one HTML file.")
    private @Nullable Path html;

    @Option(names = "--plots", description = "Small plots of random effects and residuals in characters.")
    private boolean plots;

    @Option(names = "--json", description = "Print the fit as JSON with full precision.")
    private boolean json;

    @Option(names = "--strict", description = "Exit with 3 if there is a finding of severity warning or worse.")
    private boolean strict;

    @Mixin
    HelpOption help = new HelpOption();

    FitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Progress progress = new Progress(console);
        boolean summed = Sums.is(data == null ? formula : data);
        String source = summed && data == null ? formula : source();
        Lmm model = model(summed ? Sums.formula(formula, data) : formula);
        @Nullable
        RowSource rows =
                summed ? null : progress.during("reading " + source, () -> input.open(source, formula, console));
        PassLine line = new PassLine(rows == null ? () -> "fitting" : Reading.text(rows, "fitting"));
        LmmFit fit = df.apply(progress.during(
                line::text,
                () -> rows == null
                        ? Sums.fit(model, source)
                        : model.progress(line).fit(rows)));
        if (save != null) {
            fit.save(save);
        }
        DfMethod method = df.method(fit);
        progress.during("finding degrees of freedom", () -> fit.coefficients(method));
        String name = DataOptions.title(source);
        if (html != null) {
            Reporting reporting = new Reporting(progress);
            reporting.html(reporting.document(fit, method, name, rows), html);
        }
        console.show(
                json,
                out -> FitJson.write(fit, method, out),
                () -> TextReport.summary(fit, method, name, console.width())
                        + (plots ? "\n" + TextPlots.of(fit, console.width(), console.unicode()) : ""));
        return strict && hasWarning(fit) ? ExitCode.FINDINGS : ExitCode.DONE;
    }

    private String source() {
        Arguments.check(formula, data, spec);
        return input.required(data, formula);
    }

    private Lmm model(String text) {
        Lmm model = options.model(text).computation(computation);
        return optimizer == null ? model : model.optimizer(optimizer);
    }

    private static boolean hasWarning(LmmFit fit) {
        return fit.findings().stream().anyMatch(finding -> finding.severity() != Finding.Severity.NOTE);
    }

    /** {@code auto}, {@code exact} or {@code iterative}. */
    static final class ComputationName implements ITypeConverter<Computation> {
        @Override
        public Computation convert(String name) {
            switch (name) {
                case "auto":
                    return Computation.AUTOMATIC;
                case "exact":
                    return Computation.EXACT;
                case "iterative":
                    return Computation.ITERATIVE;
                default:
                    throw new TypeConversionException("no computation '" + name + "'; choose auto, exact or iterative");
            }
        }
    }

    /** {@code trust-region} or {@code bobyqa}. */
    static final class OptimizerName implements ITypeConverter<Optimizer> {
        @Override
        public Optimizer convert(String name) {
            switch (name) {
                case "trust-region":
                    return Optimizer.TRUST_REGION;
                case "bobyqa":
                    return Optimizer.BOBYQA;
                default:
                    throw new TypeConversionException("no optimizer '" + name + "'; choose trust-region or bobyqa");
            }
        }
    }
}
