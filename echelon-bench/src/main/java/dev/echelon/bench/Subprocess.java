package dev.echelon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process with one thread for BLAS, its output kept in a file. */
final class Subprocess {
    private static final long LIMIT_MINUTES = 30;

    private Subprocess() {}

    /**
     * How one run went.
     *
     * @param exit its exit code; -1 if it could not be started or was stopped after half an hour
     * @param millis wall-clock time from start to end
     * @param lastLine the last line it printed
     */
    record Outcome(int exit, double millis, String lastLine) {}

    static Outcome run(Path folder, List<String> command) {
        try {
            Path log = Files.createTempFile("race", ".log");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
                builder.environment().put("OPENBLAS_NUM_THREADS", "1");
                builder.environment().put("OMP_NUM_THREADS", "1");
                long start = System.nanoTime();
                Process process = builder.start();
                process.getOutputStream().close();
                boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
                double millis = (System.nanoTime() - start) / 1e6;
                if (!ended) {
                    process.destroyForcibly();
                    return new Outcome(-1, millis, "stopped after " + LIMIT_MINUTES + " minutes");
                }
                return new Outcome(process.exitValue(), millis, lastLine(log));
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            return new Outcome(-1, 0, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, 0, "interrupted");
        }
    }

    /** Runs a measurement that answers with a file of pairs. */
    static Pairs ask(Path folder, List<String> command, Path job, Path result) {
        try {
            Files.deleteIfExists(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> full = new ArrayList<>(command);
        full.add(job.toString());
        full.add(result.toString());
        Outcome outcome = run(folder, full);
        if (Files.exists(result)) {
            return Pairs.read(result);
        }
        return Pairs.failure("exit " + outcome.exit() + ": " + outcome.lastLine());
    }

    private static String lastLine(Path log) throws IOException {
        String[] lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .strip()
                .split("\n");
        return lines[lines.length - 1];
    }
}
