package dev.echelon.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs the common commands once, so that the launcher's archive of class data holds the classes they need. Prints
 * what does not matter.
 */
public final class Warmup {
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";

    private Warmup() {}

    /** Takes the path of the sleepstudy data. */
    public static void main(String[] args) throws IOException {
        String data = args[0];
        Path fit = Files.createTempFile("echelon", ".fit");
        Path page = Files.createTempFile("echelon", ".html");
        try {
            Cli.run(Console.ofProcess(), "--help");
            run("--help");
            run("fit", "--help");
            run("fit", "--unknown");
            run("fit", FORMULA, data, "--save", fit.toString());
            run("fit", FORMULA, data, "--ml", "--json");
            run("fit", "Reaction ~ Dayz + (1 | Subject)", data);
            run("fit", FORMULA, data, "--html", page.toString());
            run("explain", FORMULA, data);
            run("explain", FORMULA);
            run("show", fit.toString());
            run("ranef", fit.toString());
        } finally {
            Files.deleteIfExists(fit);
            Files.deleteIfExists(page);
        }
    }

    private static void run(String... args) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        Cli.run(new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Map.of(), false, false), args);
    }
}
