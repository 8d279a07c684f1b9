package dev.echelon.cli;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.RandomTest;
import dev.echelon.report.AnovaReport;
import dev.echelon.report.TestReport;
import dev.echelon.result.AnovaTable;
import dev.echelon.result.Coefficient;
import dev.echelon.result.RandomEffectTests;
import dev.echelon.result.TestResult;
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

/** {@code echelon test}. */
@Command(
        name = "test",
        description = TestCommand.DESCRIPTION,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echelon test sleepstudy.fit",
            "  echelon test sleepstudy.fit 'Days | Subject' --bootstrap 1000 --seed 7",
            "  echelon test sleepstudy.fit 'Days = 10' --df kenward-roger",
            "  echelon test sleepstudy.fit Days"
        })
final class TestCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Test random effects, a fixed term or a linear hypothesis of a saved fit.";

    private static final String RANDOM = "tests of random effects";
    private static final String[] RANDOM_OPTIONS = {"--bootstrap", "--simulations", "--seed"};

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private SavedFit saved = new SavedFit();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TERM",
            description = {
                "A random effect 'x | g', a grouping factor 'g', a fixed term 'x', or a hypothesis about fixed effects"
                        + " such as 'a = 0' or '2 * a - b = 1; c = 0'. Without it every random term is tested."
            })
    private @Nullable String term;

    @Mixin
    private DfOption df = new DfOption();

    @Option(names = "--type", paramLabel = "1|2|3", description = "Hypothesis about a fixed term, 3 by default.")
    private int type = 3;

    @Option(
            names = "--simulations",
            paramLabel = "N",
            description = "Draws of the exact law of one variance, 10000 by default; 0 for none.")
    private int simulations = 10_000;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            description = "Also fit both models to N responses drawn from the smaller one.")
    private int bootstrap;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed, 1 by default; the same seed gives the same numbers.")
    private long seed = 1;

    @Option(names = "--json", description = "Print as JSON with full precision.")
    private boolean json;

    @Mixin
    HelpOption help = new HelpOption();

    TestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (type < 1 || type > 3) {
            throw new ParameterException(spec.commandLine(), "--type: no type " + type + "; choose 1, 2 or 3");
        }
        LmmFit fit = df.apply(saved.load());
        if (term == null || term.contains("|")) {
            return random(fit);
        }
        if (fit.fixedTerms().contains(term)) {
            return fixed(fit, term);
        }
        return fit.groups().containsKey(term) || fit.randomTerms().contains(term) ? random(fit) : hypothesis(fit, term);
    }

    private int random(LmmFit fit) {
        Arguments.only(false, "tests of fixed effects", spec, "--df", "--info", "--type");
        RandomTest request = Arguments.read(spec, () -> (term == null ? RandomTest.all() : RandomTest.of(term))
                .simulations(simulations)
                .bootstrap(bootstrap)
                .seed(seed));
        RandomEffectTests tests = new Progress(console).during("testing random effects", () -> fit.testRandom(request));
        console.show(
                json,
                out -> TestReport.json(fit.formula(), tests, seed, out),
                () -> TestReport.text(tests, seed, console.width()));
        return ExitCode.DONE;
    }

    private int fixed(LmmFit fit, String label) {
        Arguments.only(false, RANDOM, spec, RANDOM_OPTIONS);
        DfMethod method = df.method(fit);
        AnovaTable all = new Progress(console).during("testing the term", () -> fit.anova(type, method));
        List<TestResult> own =
                all.tests().stream().filter(test -> test.term().equals(label)).toList();
        List<String> notes = all.notes().stream()
                .filter(note -> !note.startsWith("'") || note.startsWith("'" + label + "'"))
                .toList();
        AnovaTable one = new AnovaTable(all.type(), all.dfMethod(), own, notes);
        console.show(
                json, out -> AnovaReport.json(fit.formula(), one, out), () -> AnovaReport.text(one, console.width()));
        return ExitCode.DONE;
    }

    private int hypothesis(LmmFit fit, String text) {
        Arguments.only(false, RANDOM, spec, RANDOM_OPTIONS);
        Arguments.only(false, "a fixed term", spec, "--type");
        DfMethod method = df.method(fit);
        TestResult test = new Progress(console).during("testing the hypothesis", () -> fit.test(text, method));
        List<String> notes = fit.dfNotes(method);
        List<String> names = fit.coefficients().stream().map(Coefficient::term).toList();
        console.show(
                json,
                out -> TestReport.json(fit.formula(), test, method, notes, out),
                () -> TestReport.text(test, method, notes, names, console.width()));
        return ExitCode.DONE;
    }
}
