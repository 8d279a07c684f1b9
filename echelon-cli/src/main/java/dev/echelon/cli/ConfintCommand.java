package dev.echelon.cli;

import dev.echelon.Confint;
import dev.echelon.LmmFit;
import dev.echelon.report.IntervalsReport;
import dev.echelon.result.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echelon confint}. */
@Command(
        name = "confint",
        description = ConfintCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon confint sleepstudy.fit --method profile",
            "  echelon confint sleepstudy.fit --only random --restricted --variances",
            "  echelon confint sleepstudy.fit --method bootstrap -n 2000 --seed 7 --json",
            "  echelon confint sleepstudy.fit data/sleepstudy.csv \\",
            "      --method bootstrap-bca --resample case"
        })
final class ConfintCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Print confidence intervals of the parameters of a saved fit.";

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
            description = "The data that were fitted, for BCa intervals and for resampling of residuals or cases.")
    private @Nullable String data;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "'profile' (the default, all parameters, by ML), 'wald' (fixed effects only), 'bootstrap'"
                    + " (percentile), 'bootstrap-basic', 'bootstrap-normal' or 'bootstrap-bca'.")
    private String method = "profile";

    @Option(
            names = "--resample",
            paramLabel = "WHAT",
            description =
                    "Samples of the bootstrap: 'parametric' (the default: simulated responses), 'residual' (random"
                            + " effects and residuals of the fit), 'case' (whole groups) or 'case-rows' (groups, then rows"
                            + " within them).")
    private String resample = "parametric";

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Only this parameter, or all that are 'fixed' or 'random'. Repeatable.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--variances", description = "Variances in place of standard deviations.")
    private boolean variances;

    @Mixin
    private CoverageOption coverage = new CoverageOption();

    @Option(names = "--restricted", description = "Profile standard deviations and correlations by REML.")
    private boolean restricted;

    @Option(names = "-n", paramLabel = "N", description = "Samples of the bootstrap, 1000 by default.")
    private int replicates = 1000;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the bootstrap, 1 by default.")
    private long seed = 1;

    @Option(names = "--json", description = "Print as JSON with full precision.")
    private boolean json;

    @Mixin
    DataOptions dataOptions = new DataOptions();

    @Mixin
    HelpOption help = new HelpOption();

    ConfintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Confint request = Arguments.read(spec, this::request);
        LmmFit fit = saved.load();
        String rows = data;
        Intervals intervals = new Progress(console)
                .during(
                        "computing intervals",
                        () -> rows == null
                                ? fit.confint(request)
                                : fit.confint(request, dataOptions.open(rows, fit.formula(), console)));
        console.show(json, out -> IntervalsReport.json(intervals, out), () -> IntervalsReport.text(intervals));
        return ExitCode.DONE;
    }

    private Confint request() {
        Confint.Method how = choose("--method", method, Confint.Method.class);
        Confint.Resampling samples = choose("--resample", resample, Confint.Resampling.class);
        boolean bootstrap = method.startsWith("bootstrap");
        Arguments.only(bootstrap, "--method bootstrap", spec, "-n", "--seed", "--resample");
        Arguments.only(method.equals("profile"), "--method profile", spec, "--restricted");
        return new Confint(how, coverage.value(), restricted, replicates, seed, samples, variances, only);
    }

    private <E extends Enum<E>> E choose(String option, String text, Class<E> type) {
        return Choice.of(spec, option, text, type);
    }
}
