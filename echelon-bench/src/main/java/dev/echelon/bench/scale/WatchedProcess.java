package dev.echelon.bench.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A child process whose time and memory are measured from outside, and which is stopped at its limits. */
final class WatchedProcess {
    private static final long POLL_MILLIS = 20;

    private WatchedProcess() {}

    /**
     * How a process went.
     *
     * @param exit its exit code; -1 if it did not start or was stopped
     * @param seconds wall-clock time from start to end
     * @param cpuSeconds processor time, as last seen; NaN where there is no /proc
     * @param peakMegabytes the most memory that was resident, as last seen; NaN where there is no /proc
     * @param output what it printed
     * @param trouble why it was stopped, or the last line of its complaints if it failed; empty if neither
     */
    record Outcome(int exit, double seconds, double cpuSeconds, double peakMegabytes, String output, String trouble) {}

    /** Runs the command with one thread for BLAS. */
    static Outcome run(Path folder, List<String> command, Limits limits) {
        try {
            Path output = Files.createTempFile("scale", ".out");
            Path errors = Files.createTempFile("scale", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().put("OPENBLAS_NUM_THREADS", "1");
                builder.environment().put("OMP_NUM_THREADS", "1");
                return watch(builder, limits, output, errors);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            return new Outcome(-1, 0, Double.NaN, Double.NaN, "", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, 0, Double.NaN, Double.NaN, "", "interrupted");
        }
    }

    private static Outcome watch(ProcessBuilder builder, Limits limits, Path output, Path errors)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        double peak = Double.NaN;
        double cpu = Double.NaN;
        String stopped = "";
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = latest(peakMegabytes(proc), peak);
            cpu = latest(cpuSeconds(proc), cpu);
            if (seconds(start) > limits.seconds()) {
                stopped = String.format(Locale.ROOT, "stopped after %.0f s", limits.seconds());
            } else if (peak > limits.megabytes()) {
                stopped = String.format(Locale.ROOT, "stopped at %.0f MB", limits.megabytes());
            }
            if (!stopped.isEmpty()) {
                process.destroyForcibly().waitFor();
                return new Outcome(-1, seconds(start), cpu, peak, "", stopped);
            }
        }
        int exit = process.exitValue();
        String trouble = exit == 0 ? "" : lastLine(errors, exit);
        return new Outcome(exit, seconds(start), cpu, peak, read(output), trouble);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double latest(double now, double before) {
        return Double.isNaN(now) ? before : now;
    }

    private static double peakMegabytes(Path proc) {
        try {
            for (String line : Files.readAllLines(proc.resolve("status"), StandardCharsets.UTF_8)) {
                if (line.startsWith("VmHWM:")) {
                    return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
                }
            }
        } catch (IOException e) {
            return Double.NaN; // ended meanwhile, or not Linux
        }
        return Double.NaN;
    }

    private static double cpuSeconds(Path proc) {
        try {
            String stat = Files.readString(proc.resolve("stat"), StandardCharsets.UTF_8);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0; // user and system, in 1/100 s
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
    }

    private static String lastLine(Path errors, int exit) throws IOException {
        String text = read(errors).strip();
        return text.isEmpty() ? "exit code " + exit : text.substring(text.lastIndexOf('\n') + 1);
    }

    /** Some programs write other bytes than UTF-8, which must not hide how they ended. */
    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
