package dev.echelon.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The value of an option that takes one of a few words. */
final class Choice {
    private Choice() {}

    /**
     * The constant of that name, in small letters and with hyphens.
     *
     * @throws ParameterException if there is none; the message lists the names
     */
    static <E extends Enum<E>> E of(CommandSpec command, String option, String text, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (name(value).equals(text)) {
                return value;
            }
        }
        String known = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(value -> "'" + name(value) + "'")
                        .toList());
        throw new ParameterException(command.commandLine(), option + " takes one of " + known + ", not '" + text + "'");
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
