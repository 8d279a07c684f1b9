package dev.echelon.cli;

import dev.echelon.error.EchelonException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of the two positional arguments FORMULA and DATA, in words for people who mixed them up. */
final class Arguments {
    private Arguments() {}

    /** Refuses swapped arguments and a formula without {@code ~}. */
    static void check(String formula, @Nullable String data, CommandSpec command) {
        String name = command.qualifiedName();
        if (formula.contains("~")) {
            return;
        }
        if (data != null && data.contains("~")) {
            throw new ParameterException(
                    command.commandLine(),
                    "the formula comes first, then the data: " + name + " '" + data + "' " + formula);
        }
        throw new ParameterException(
                command.commandLine(), "'" + formula + "' is not a formula such as 'y ~ x + (1 | g)'");
    }

    /** Refuses a command without its data. */
    static String required(@Nullable String data, String formula, CommandSpec command) {
        if (data != null) {
            return data;
        }
        String missing = formula.contains("~") ? "DATA is missing after the formula" : "FORMULA is missing before DATA";
        throw new ParameterException(
                command.commandLine(), missing + ": " + command.qualifiedName() + " 'y ~ x + (1 | g)' data.csv");
    }

    /** Refuses options that say nothing here, rather than pass over them in silence. */
    static void only(boolean holds, String where, CommandSpec command, String... options) {
        for (String option : options) {
            if (!holds && command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(command.commandLine(), option + " goes with " + where);
            }
        }
    }

    /** What {@code reader} makes of the options; a value that is not possible is a mistake in the use of the command. */
    static <T> T read(CommandSpec command, Supplier<T> reader) {
        return read(command, "", reader);
    }

    /** The same for one option, which is named. */
    static <T> T read(CommandSpec command, String option, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (EchelonException e) {
            String where = option.isEmpty() ? "" : option + ": ";
            throw new ParameterException(command.commandLine(), where + e.getMessage(), e);
        }
    }
}
