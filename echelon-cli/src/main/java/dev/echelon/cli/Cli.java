package dev.echelon.cli;

import dev.echelon.error.Suggestions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together and runs one. */
final class Cli {
    /** picocli refuses less. */
    private static final int LEAST_HELP_WIDTH = 55;

    private Cli() {}

    /** Runs the command that {@code args} say; never throws. */
    static int run(Console console, String... args) {
        try {
            Writer help = new StringWriter();
            int code = commandLine(console, new PrintWriter(help, true), args).execute(args);
            String text = help.toString();
            if (!text.isEmpty()) {
                console.print(text);
            }
            return code;
        } catch (RuntimeException | Error failure) {
            return Failures.report(failure, console);
        }
    }

    /** All commands, with help going to {@code help}; those that {@code args} do not name only by name, see below. */
    private static CommandLine commandLine(Console console, PrintWriter help, String... args) {
        List<String> words = List.of(args).subList(0, Math.min(2, args.length));
        CommandLine root = new CommandLine(RootCommand.spec(console));
        add(root, words, "fit", FitCommand.DESCRIPTION, () -> new FitCommand(console));
        add(root, words, "explain", ExplainCommand.DESCRIPTION, () -> new ExplainCommand(console));
        add(root, words, "explore", ExploreCommand.DESCRIPTION, () -> new ExploreCommand(console));
        add(root, words, "anova", AnovaCommand.DESCRIPTION, () -> new AnovaCommand(console));
        add(root, words, "test", TestCommand.DESCRIPTION, () -> new TestCommand(console));
        add(root, words, "means", MeansCommand.DESCRIPTION, () -> new MeansCommand(console));
        add(root, words, "compare", CompareCommand.DESCRIPTION, () -> new CompareCommand(console));
        add(root, words, "show", ShowCommand.DESCRIPTION, () -> new ShowCommand(console));
        add(root, words, "ranef", RanefCommand.DESCRIPTION, () -> new RanefCommand(console));
        add(root, words, "effects", EffectsCommand.DESCRIPTION, () -> new EffectsCommand(console));
        add(root, words, "predict", PredictCommand.DESCRIPTION, () -> new PredictCommand(console));
        add(root, words, "simulate", SimulateCommand.DESCRIPTION, () -> new SimulateCommand(console));
        add(root, words, "power", PowerCommand.DESCRIPTION, () -> new PowerCommand(console));
        add(root, words, "confint", ConfintCommand.DESCRIPTION, () -> new ConfintCommand(console));
        add(root, words, "check", CheckCommand.DESCRIPTION, () -> new CheckCommand(console));
        add(
                root,
                words,
                "crossproducts",
                CrossProductsCommand.DESCRIPTION,
                () -> CrossProductsCommand.withCommands(console));
        add(root, words, "report", ReportCommand.DESCRIPTION, () -> new ReportCommand(console));
        add(root, words, "demo", DemoCommand.DESCRIPTION, () -> new DemoCommand(console));
        add(root, words, "help", "Show the help of a command.", CommandLine.HelpCommand::new);
        root.setExpandAtFiles(false);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setOut(help);
        root.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        root.setUsageHelpWidth(Math.max(LEAST_HELP_WIDTH, console.width()));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF));
        root.setParameterExceptionHandler((failure, arguments) -> usageError(failure, arguments, console));
        root.setExecutionExceptionHandler((failure, line, result) -> Failures.report(failure, console));
        return root;
    }

    /**
     * Reading a command's annotations takes most of the start-up time, so it is done only for the one that is run; once
     * that is there, nobody asks for the others.
     */
    private static void add(
            CommandLine root, List<String> words, String name, String description, Supplier<Object> command) {
        if (words.contains(name)) {
            root.addSubcommand(name, command.get());
        } else if (words.isEmpty() || !root.getSubcommands().containsKey(words.get(0))) {
            CommandSpec stub = CommandSpec.create().name(name);
            stub.usageMessage().description(description);
            root.addSubcommand(name, stub);
        }
    }

    private static int usageError(ParameterException failure, String[] args, Console console) {
        CommandLine command = failure.getCommandLine();
        String message = failure instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched, args)
                : decapitalised(String.valueOf(failure.getMessage()));
        Failures.say(console, message, ExitCode.USAGE);
        console.err().println("try '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    private static String unmatched(UnmatchedArgumentException failure, String[] args) {
        String first = failure.getUnmatched().get(0);
        if (List.of(args).contains("~")) {
            return "put the formula in quotes, so that it is one argument: 'y ~ x + (1 | g)'";
        }
        CommandLine command = failure.getCommandLine();
        if (failure.isUnknownOption()) {
            return unknown(
                    "option", first, command.getCommandSpec().optionsMap().keySet());
        }
        return command.getParent() == null
                ? unknown("command", first, command.getSubcommands().keySet())
                : "unexpected argument '" + first + "'";
    }

    private static String unknown(String what, String name, Collection<String> known) {
        return "unknown " + what + " '" + name + "'"
                + Suggestions.nearest(name, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
    }

    private static String decapitalised(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }
}
