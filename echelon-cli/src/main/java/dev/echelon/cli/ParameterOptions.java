package dev.echelon.cli;

import dev.echelon.ModelParameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that give the parameters of a model that is not fitted. */
final class ParameterOptions {
    /** The names of these options. */
    static final String[] NAMES = {"--beta", "--sd", "--cor", "--theta", "--sigma"};

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--beta",
            paramLabel = "B,B,...",
            description = "Fixed effects in the order of the columns of X, or NAME=B; repeatable.")
    private List<String> beta = new ArrayList<>();

    @Option(
            names = "--sd",
            paramLabel = "S,S,...",
            description = "Standard deviations of the random effects, term by term.")
    private @Nullable String deviations;

    @Option(
            names = "--cor",
            paramLabel = "R,R,...",
            description = "Correlations of the random effects, term by term; 0 if not given.")
    private @Nullable String correlations;

    @Option(
            names = "--theta",
            paramLabel = "T,T,...",
            description = "Covariance parameters relative to sigma, as in the results of a fit, in place of --sd.")
    private @Nullable String theta;

    @Option(names = "--sigma", paramLabel = "S", description = "Residual standard deviation.")
    private @Nullable Double sigma;

    /** Whether any of them is given. */
    boolean given() {
        return !beta.isEmpty() || deviations != null || correlations != null || theta != null || sigma != null;
    }

    /** The parameters. */
    ModelParameters read() {
        if (sigma == null) {
            throw usage("--sigma is missing: the residual standard deviation of the model");
        }
        ModelParameters parameters = ModelParameters.of(sigma);
        for (String text : beta) {
            int equals = text.lastIndexOf('=');
            parameters = equals < 0
                    ? parameters.fixed(numbers("--beta", text))
                    : parameters.fixed(text.substring(0, equals), number("--beta", text.substring(equals + 1)));
        }
        if (deviations != null) {
            parameters = parameters.deviations(numbers("--sd", deviations));
        }
        if (correlations != null) {
            parameters = parameters.correlations(numbers("--cor", correlations));
        }
        return theta == null ? parameters : parameters.theta(numbers("--theta", theta));
    }

    private double[] numbers(String option, String text) {
        String[] parts = text.split(",", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = number(option, parts[i]);
        }
        return numbers;
    }

    private double number(String option, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException notANumber) {
            throw usage(option + " takes numbers separated by commas, not '" + text + "'");
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
