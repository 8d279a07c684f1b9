package dev.echelon.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code echelon} itself. Described in code and not by annotations: those would double the time to start. */
final class RootCommand {
    private RootCommand() {}

    static CommandSpec spec(Console console) {
        CommandSpec[] self = new CommandSpec[1];
        Callable<Integer> noCommand = () -> {
            Failures.say(console, "no command given", ExitCode.USAGE);
            console.err().print(self[0].commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
            return ExitCode.USAGE;
        };
        CommandSpec spec = CommandSpec.wrapWithoutInspection(noCommand).name("echelon");
        self[0] = spec;
        spec.addOption(flag("-h", "--help", "Show this help.").usageHelp(true).build());
        spec.addOption(
                flag("-V", "--version", "Show the version.").versionHelp(true).build());
        spec.version(version());
        spec.usageMessage()
                .description("Linear mixed models: fitted, explained, checked.")
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes())
                .footerHeading("%nExample:%n")
                .footer("  echelon fit 'Reaction ~ Days + (Days | Subject)' data/sleepstudy.csv");
        return spec;
    }

    private static OptionSpec.Builder flag(String letter, String word, String description) {
        return OptionSpec.builder(letter, word).type(boolean.class).arity("0").description(description);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put("1", "failure: the data cannot be used, or a file cannot be read or written");
        codes.put("2", "usage: the arguments or the formula are wrong");
        codes.put("3", "done, with findings of severity warning or worse (only with --strict)");
        return codes;
    }

    /** The version in the manifest of the jar. */
    private static String[] version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "echelon " + (version == null ? "(development)" : version),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch")
        };
    }
}
