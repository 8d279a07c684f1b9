package dev.echelon.bench.scale;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The contestants, by the names that sets use. */
final class Programs {
    private static final Limits ASK = new Limits(60, 4096);

    /** Packages that Spark's own launcher opens to it. */
    private static final List<String> OPEN = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    /** Executors and driver are one process, of which the heap is the most. */
    private static final String SPARK_HEAP = "-Xmx5g";

    private final Path root;

    private Programs(Path root) {
        this.root = root;
    }

    static Map<String, Program> of(Path root) {
        Programs programs = new Programs(root);
        List<Program> all = new ArrayList<>();
        all.add(new EchelonProgram(ScaleSet.ECHELON, root));
        all.add(new EchelonProgram(ScaleSet.ITERATIVE, root, "--computation", "iterative"));
        for (String function : List.of("sum", "fsum")) {
            all.add(programs.duckDb(function, 1));
            all.add(programs.duckDb(function, 2));
        }
        all.add(programs.refit());
        all.add(programs.forecast());
        all.add(programs.spark());
        all.add(programs.lme4());
        all.add(programs.statsmodels());
        Map<String, Program> byName = new LinkedHashMap<>();
        all.forEach(program -> byName.put(program.name(), program));
        return byName;
    }

    private Program duckDb(String function, int threads) {
        List<String> command = ours(GroupSums.class, function, Integer.toString(threads));
        return new PairsProgram(ScaleSet.duckDb(function, threads), false, command, Optional::empty);
    }

    private Program refit() {
        return new PairsProgram(ScaleSet.REFIT, true, ours(RefitRun.class, "Sex,DID"), Optional::empty);
    }

    private Program forecast() {
        return new PairsProgram(ScaleSet.FORECAST, false, ours(ForecastRun.class), Optional::empty);
    }

    private static List<String> ours(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(), "-XX:+UseSerialGC", heap(), "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Program lme4() {
        List<String> command = List.of("Rscript", source("R/scale.R"));
        return new PairsProgram(ScaleSet.LME4, true, command, () -> whyNot("Rscript", "-e", "library(lme4)"));
    }

    private Program statsmodels() {
        List<String> pythons = List.of("python3", "/usr/bin/python3");
        String python = pythons.stream()
                .filter(p -> whyNot(p, "-c", "import statsmodels").isEmpty())
                .findFirst()
                .orElse("python3");
        Supplier<Optional<String>> reason = () -> whyNot(python, "-c", "import statsmodels");
        return new PairsProgram(ScaleSet.STATSMODELS, true, List.of(python, source("python/scale.py")), reason);
    }

    private Program spark() {
        Path module = root.resolve("echelon-spark/target");
        Path jars = module.resolve("race.classpath");
        boolean built = Files.exists(jars) && Files.isDirectory(module.resolve("classes"));
        List<String> command = new ArrayList<>(List.of(java(), SPARK_HEAP));
        OPEN.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        if (built) {
            command.addAll(List.of("-cp", module.resolve("classes") + File.pathSeparator + read(jars)));
        }
        command.add(source("spark/SparkFit.java"));
        Optional<String> reason = built ? Optional.empty() : Optional.of("echelon-spark is not built");
        return new PairsProgram(ScaleSet.SPARK, false, command, () -> reason);
    }

    /** Two thirds of the machine, for exact fits with large factors. */
    private static String heap() {
        return "-XX:MaxRAMPercentage=67";
    }

    private Optional<String> whyNot(String... command) {
        WatchedProcess.Outcome outcome = WatchedProcess.run(root, List.of(command), ASK);
        return outcome.exit() == 0 ? Optional.empty() : Optional.of(outcome.trouble());
    }

    private String source(String name) {
        return root.resolve("echelon-bench/src/main").resolve(name).toString();
    }

    static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
