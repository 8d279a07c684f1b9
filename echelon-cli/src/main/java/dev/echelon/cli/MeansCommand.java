package dev.echelon.cli;

import dev.echelon.LmmFit;
import dev.echelon.MarginalMeans;
import dev.echelon.Means;
import dev.echelon.error.EchelonException;
import dev.echelon.report.MeansReport;
import dev.echelon.result.Adjustment;
import dev.echelon.result.CellWeights;
import dev.echelon.result.ContrastTable;
import dev.echelon.result.JointTest;
import dev.echelon.result.LetterDisplay;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon means}. */
@Command(
        name = "means",
        description = MeansCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon means oats.fit nitro --contrast pairwise",
            "  echelon means oats.fit 'nitro | Variety' --contrast poly --joint",
            "  echelon means oats.fit Variety --letters --weights proportional",
            "  echelon means orthodont.fit 'Sex | age' --at age=8,14",
            "  echelon means orthodont.fit Sex --trend age --contrast pairwise",
            "  echelon means oats.fit nitro \\",
            "      --contrast 'custom: none vs some = 1 -1/3 -1/3 -1/3' --df residual"
        })
final class MeansCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Estimate marginal means or slopes from a saved fit, and compare them.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Parameters(
            index = "1",
            paramLabel = "SPEC",
            description = {
                "Factors of the means: 'a', 'a*b', or 'a | b' for those of a within each level of b;"
                        + " 1 for the overall mean."
            })
    private String factors = "";

    @Option(names = "--by", paramLabel = "B", split = ",", description = "Within each level of these, as after '|'.")
    private List<String> by = List.of();

    @Option(
            names = "--at",
            paramLabel = "NAME=VALUES",
            description = {
                "Values of a covariate in place of its mean, or some levels of a factor in place of all:"
                        + " --at x=3,5 --at a=A,C."
            })
    private List<String> at = List.of();

    @Option(names = "--trend", paramLabel = "X", description = "Slopes of this covariate in place of means.")
    private @Nullable String trend;

    @Option(
            names = "--contrast",
            paramLabel = "METHOD",
            description = {
                "Compare the means: pairwise, revpairwise, trt.vs.ctrl, trt.vs.ctrl=LEVEL, poly, consec, eff, del.eff,"
                        + " 'custom: LABEL = 1 -1 0; …' or custom:FILE with such a line for each."
            })
    private @Nullable String contrast;

    @Option(
            names = "--adjust",
            paramLabel = "METHOD",
            description = {
                "Adjust comparisons: tukey (default of pairwise), dunnett (of trt.vs.ctrl), mvt (of consec), bh (of"
                        + " eff), sidak, bonferroni, holm, hochberg, scheffe or none."
            })
    private @Nullable String adjust;

    @Option(names = "--joint", description = "Test the factors and their interactions by F tests, too.")
    private boolean joint;

    @Option(names = "--letters", description = "Mark means that do not differ pairwise by common letters.")
    private boolean letters;

    @Option(
            names = "--weights",
            paramLabel = "W",
            description = {"How levels count over which means are taken: equal (default), proportional, outer or cells."
            })
    private String weights = "equal";

    @Mixin
    private DfOption df = new DfOption();

    @Mixin
    private CoverageOption coverage = new CoverageOption();

    @Option(names = "--json", description = "Print as JSON with full precision.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    MeansCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<Adjustment> adjustment =
                Optional.ofNullable(adjust).map(name -> usage("--adjust", () -> Adjustment.of(name)));
        if (adjustment.isPresent() && contrast == null && !letters) {
            throw new ParameterException(spec.commandLine(), "--adjust goes with --contrast or --letters");
        }
        Optional<dev.echelon.Contrasts> comparisons = Optional.ofNullable(contrast)
                .map(text -> usage("--contrast", () -> {
                    dev.echelon.Contrasts named = ContrastText.read(text);
                    return adjustment.map(named::adjust).orElse(named);
                }));
        CellWeights counting = usage("--weights", () -> CellWeights.of(weights));
        LmmFit fit = df.apply(saved.load());
        Means request = request().weights(counting).df(df.method(fit));
        MarginalMeans means = new Progress(console).during("estimating means", () -> fit.means(request));
        Optional<ContrastTable> table =
                comparisons.map(of -> new Progress(console).during("comparing means", () -> means.contrasts(of)));
        Optional<LetterDisplay> display =
                letters ? Optional.of(means.letters(forLetters(adjustment), 1 - coverage.value())) : Optional.empty();
        Optional<List<JointTest>> tests = joint ? Optional.of(means.jointTests()) : Optional.empty();
        console.show(
                json,
                out -> MeansReport.json(fit.formula(), means, table, tests, display, out),
                () -> MeansReport.text(means, display, console.width())
                        + table.map(rows -> MeansReport.contrasts(rows, coverage.value(), console.width()))
                                .orElse("")
                        + tests.map(rows -> MeansReport.jointTests(rows, means.by()))
                                .orElse(""));
        return ExitCode.DONE;
    }

    /** Letters stand for pairwise comparisons, whatever other comparisons an adjustment was given for. */
    private static Adjustment forLetters(Optional<Adjustment> adjustment) {
        return adjustment.filter(choice -> choice != Adjustment.DUNNETT).orElse(Adjustment.TUKEY);
    }

    private Means request() {
        return usage("", () -> {
            Means means = Means.of(factors).by(by.toArray(String[]::new)).level(coverage.value());
            for (String entry : at) {
                int equals = entry.lastIndexOf('=');
                if (equals <= 0) {
                    throw new EchelonException("'" + entry + "' does not say where; write --at NAME=VALUE,VALUE");
                }
                means = means.at(
                        entry.substring(0, equals).strip(),
                        List.of(entry.substring(equals + 1).strip().split("\\s*,\\s*")));
            }
            return trend == null ? means : means.trend(trend);
        });
    }

    /** A mistake in an option is a usage error. */
    private <T> T usage(String option, java.util.function.Supplier<T> reader) {
        return Arguments.read(spec, option, reader);
    }
}
