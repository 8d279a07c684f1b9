package dev.echelon.cli;

import dev.echelon.error.Suggestions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together and runs one. */
final class Cli {
    private Cli() {}

    /** Runs the command that {@code args} say; never throws. */
    static int run(Console console, String... args) {
        try {
            Writer help = new StringWriter();
            int code = commandLine(console, new PrintWriter(help, true)).execute(args);
            String text = help.toString();
            if (!text.isEmpty()) {
                console.print(text);
            }
            return code;
        } catch (RuntimeException | Error failure) {
            return Failures.report(failure, console);
        }
    }

    /** All commands, with help going to {@code help}. */
    static CommandLine commandLine(Console console, PrintWriter help) {
        CommandLine root = new CommandLine(new RootCommand(console));
        root.addSubcommand("fit", new FitCommand(console));
        root.addSubcommand("explain", new ExplainCommand(console));
        root.addSubcommand("show", new ShowCommand(console));
        root.addSubcommand("ranef", new RanefCommand(console));
        root.addSubcommand("help", new CommandLine.HelpCommand());
        root.setExpandAtFiles(false);
        root.setOut(help);
        root.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        root.setUsageHelpWidth(console.width());
        root.setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF));
        root.setParameterExceptionHandler((failure, arguments) -> usageError(failure, arguments, console));
        root.setExecutionExceptionHandler((failure, line, result) -> Failures.report(failure, console));
        return root;
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
