package dev.echelon.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Resident memory of this process as Linux reports it, in kilobytes; NaN elsewhere. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private ProcessMemory() {}

    /** What is resident now. */
    static double residentKilobytes() {
        return field("VmRSS:");
    }

    /** The most that was resident since the start or the last {@link #resetPeak}. */
    static double peakKilobytes() {
        return field("VmHWM:");
    }

    /** Starts a new peak; does nothing where the kernel does not allow it. */
    static void resetPeak() {
        try {
            Files.writeString(CLEAR, "5", StandardCharsets.US_ASCII);
        } catch (IOException e) {
            // The peak then includes reading the data, an upper bound.
        }
    }

    private static double field(String key) {
        try {
            List<String> lines = Files.readAllLines(STATUS, StandardCharsets.UTF_8);
            for (String line : lines) {
                if (line.startsWith(key)) {
                    return Double.parseDouble(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
