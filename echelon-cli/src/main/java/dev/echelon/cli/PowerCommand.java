package dev.echelon.cli;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.Power;
import dev.echelon.PowerStudy;
import dev.echelon.report.PowerReport;
import dev.echelon.result.PowerCurve;
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

/** {@code echelon power}. */
@Command(
        name = "power",
        description = PowerCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon power sleepstudy.fit --test Days --effect Days=5",
            "  echelon power sleepstudy.fit data/sleepstudy.csv --test Days \\",
            "      --effect Days=5 --along Subject=10,20,40",
            "  echelon power 'y ~ Days + (Days | Subject)' data/sleepstudy.csv \\",
            "      --beta 250,5 --sd 25,6 --sigma 25 --test Days --within Subject=3,10"
        })
final class PowerCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Find the power of a test by simulation, in designs of several sizes.";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FIT|FORMULA",
            description =
                    "A fit saved by 'echelon fit --save', or a formula with --beta, --sd or --theta, and --sigma.")
    private String model = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "CSV with the design; for a fit only needed to change it. The response is not read.")
    private @Nullable String data;

    @Option(names = "--test", required = true, paramLabel = "TERM", description = "The fixed effect or term to test.")
    private String test = "";

    @Option(
            names = "--effect",
            paramLabel = "NAME=B",
            description = "The true value of a fixed effect, in place of that of the fit. Repeatable.")
    private List<String> effects = new ArrayList<>();

    @Option(
            names = "--along",
            paramLabel = "COL=N,N,...",
            description = "Designs with N levels of a column; rows of existing levels are repeated for new ones.")
    private @Nullable String along;

    @Option(
            names = "--within",
            paramLabel = "COL+...=N,N,...",
            description = "Designs with N rows in each level of a column or combination of columns.")
    private @Nullable String within;

    @Option(names = "-n", paramLabel = "N", description = "Replicates in each design, 1000 by default.")
    private int replicates = 1000;

    @Option(names = "--seed", paramLabel = "S", description = "Seed, 1 by default; the same seed gives the same power.")
    private long seed = 1;

    @Option(names = "--alpha", paramLabel = "A", description = "Level of the test, 0.05 by default.")
    private double alpha = 0.05;

    @Option(
            names = "--df",
            paramLabel = "METHOD",
            converter = DfOption.Name.class,
            description = "Degrees of freedom: satterthwaite (default), kenward-roger, kenward-roger-linear,"
                    + " kenward-roger-2009, residual or none.")
    private DfMethod df = DfMethod.SATTERTHWAITE;

    @Option(names = "--lrt", description = "Test by likelihood ratio, fits by ML, in place of F.")
    private boolean likelihoodRatio;

    @Option(names = "--json", description = "Print as JSON with full precision.")
    private boolean json;

    @Mixin
    private ParameterOptions parameters = new ParameterOptions();

    @Mixin
    ModelOptions modelOptions = new ModelOptions();

    @Mixin
    DataOptions dataOptions = new DataOptions();

    @Mixin
    HelpOption help = new HelpOption();

    PowerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.only(!likelihoodRatio, "F tests, not with --lrt", spec, "--df");
        Power request = Arguments.read(spec, this::request);
        PowerStudy study = model.contains("~") ? ofFormula(request) : ofFit(request);
        PowerCurve curve =
                new Progress(console).during(() -> "simulating " + study.done() + " of " + study.total(), study::run);
        console.show(json, out -> PowerReport.json(curve, out), () -> PowerReport.text(curve, console.width()));
        return ExitCode.DONE;
    }

    private PowerStudy ofFit(Power request) {
        if (parameters.given()) {
            throw usage(
                    "--beta, --sd, --cor, --theta and --sigma go with a formula; for a fit, --effect changes a fixed"
                            + " effect");
        }
        Arguments.only(false, "a formula; a fit has its own", spec, ModelOptions.NAMES);
        LmmFit fit = Sums.load(Path.of(model));
        return data == null
                ? PowerStudy.of(fit, request)
                : PowerStudy.of(fit, request, dataOptions.open(data, fit.formula(), console));
    }

    private PowerStudy ofFormula(Power request) {
        if (data == null) {
            throw usage("DATA is missing after the formula: a design, with or without a response");
        }
        return PowerStudy.of(
                modelOptions.model(model),
                Arguments.read(spec, parameters::read),
                request,
                dataOptions.open(data, model, console));
    }

    private Power request() {
        Power request =
                Power.of(test).replicates(replicates).seed(seed).alpha(alpha).df(df);
        for (String effect : effects) {
            int equals = equalsSign("--effect", effect);
            try {
                request = request.effect(effect.substring(0, equals), Double.parseDouble(effect.substring(equals + 1)));
            } catch (NumberFormatException notANumber) {
                throw usage("--effect takes NAME=VALUE with a number, not '" + effect + "'");
            }
        }
        if (along != null) {
            request = request.along(along.substring(0, equalsSign("--along", along)), sizes("--along", along));
        }
        if (within != null) {
            String columns = within.substring(0, equalsSign("--within", within));
            request = request.within(List.of(columns.split("\\+")), sizes("--within", within));
        }
        return likelihoodRatio ? request.byLikelihoodRatio() : request;
    }

    private int equalsSign(String option, String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 1) {
            throw usage(option + " takes a name, '=' and numbers, not '" + text + "'");
        }
        return equals;
    }

    private Integer[] sizes(String option, String text) {
        List<Integer> sizes = new ArrayList<>();
        for (String part : text.substring(text.lastIndexOf('=') + 1).split(",", -1)) {
            try {
                sizes.add(Integer.valueOf(part.strip()));
            } catch (NumberFormatException notANumber) {
                throw usage(option + " takes whole numbers separated by commas, not '" + part + "'");
            }
        }
        return sizes.toArray(Integer[]::new);
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
