package dev.echelon.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echelon} itself. */
@Command(
        name = "echelon",
        versionProvider = RootCommand.Version.class,
        description = "Linear mixed models: fitted, explained, checked.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failure: the data cannot be used, or a file cannot be read or written",
            "2:usage: the arguments or the formula are wrong",
            "3:done, with findings of severity warning or worse (only with --strict)"
        },
        footerHeading = "%nExample:%n",
        footer = "  echelon fit 'Reaction ~ Days + (Days | Subject)' data/sleepstudy.csv")
final class RootCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HelpOption help = new HelpOption();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    RootCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Failures.say(console, "no command given", ExitCode.USAGE);
        console.err().print(spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
        return ExitCode.USAGE;
    }

    /** The version in the manifest of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "echelon " + (version == null ? "(development)" : version),
                "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch")
            };
        }
    }
}
