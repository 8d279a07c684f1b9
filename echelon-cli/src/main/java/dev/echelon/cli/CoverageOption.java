package dev.echelon.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option that says how often intervals are to cover. */
final class CoverageOption {
    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(names = "--coverage", paramLabel = "P", description = "Coverage of intervals, 0.95 by default.")
    private double coverage = 0.95;

    double value() {
        if (!(coverage > 0 && coverage < 1)) {
            throw new ParameterException(command.commandLine(), "--coverage must be between 0 and 1, not " + coverage);
        }
        return coverage;
    }
}
