package dev.echelon.cli;

import dev.echelon.Contrasts;
import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Comparisons as the command line says them: a name, or coefficients in the argument or in a file. */
final class ContrastText {
    private static final String CUSTOM = "custom:";

    private ContrastText() {}

    static Contrasts read(String text) {
        if (!text.startsWith(CUSTOM)) {
            return Contrasts.named(text);
        }
        String rest = text.substring(CUSTOM.length()).strip();
        List<String> lines = rest.contains("=") ? List.of(rest.split(";")) : lines(rest);
        Map<String, List<Double>> coefficients = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.isBlank()) {
                int equals = line.lastIndexOf('=');
                if (equals < 0) {
                    throw new EchelonException("'" + line.strip() + "' is no contrast; write 'LABEL = 1 -1 0'");
                }
                coefficients.put(line.substring(0, equals).strip(), numbers(line.substring(equals + 1)));
            }
        }
        return Contrasts.custom(coefficients);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EchelonException(
                    "cannot read the contrasts in '" + file
                            + "'; give a file with lines 'LABEL = 1 -1 0', or such text",
                    e);
        }
    }

    private static List<Double> numbers(String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.strip().split("[\\s,]+")) {
            try {
                int slash = part.indexOf('/');
                numbers.add(
                        slash < 0
                                ? Double.parseDouble(part)
                                : Double.parseDouble(part.substring(0, slash))
                                        / Double.parseDouble(part.substring(slash + 1)));
            } catch (NumberFormatException e) {
                throw new EchelonException("the coefficient '" + part + "' is not a number");
            }
        }
        return numbers;
    }
}
