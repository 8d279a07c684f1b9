package dev.echelon.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Simulated sets of a million rows, the same on every machine. Values are rounded to four decimals so that both sides
 * read the same doubles whatever their parsers do with the last digit.
 */
final class MillionRows {
    /** {@code y ~ 1 + x + (1 + x | g)} with 10 000 groups. */
    static final String ONE_FACTOR = "million-one-factor.csv";
    /** {@code y ~ 1 + x + (1 | g) + (1 | h)} with 5 000 and 1 000 levels, crossed at random. */
    static final String TWO_FACTORS = "million-two-factors.csv";

    private static final int ROWS = 1_000_000;
    private static final long SEED = 20_221_122L;

    private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
    private final ContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);

    private MillionRows() {}

    static boolean isSimulated(String file) {
        return file.equals(ONE_FACTOR) || file.equals(TWO_FACTORS);
    }

    /** The file in {@code folder}, written if it is not there. */
    static Path cached(String file, Path folder) {
        Path path = folder.resolve(file);
        if (!Files.exists(path)) {
            try {
                Files.createDirectories(folder);
                Path draft = folder.resolve(file + ".part");
                try (BufferedWriter out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
                    MillionRows simulator = new MillionRows();
                    if (file.equals(ONE_FACTOR)) {
                        simulator.oneFactor(out);
                    } else {
                        simulator.twoFactors(out);
                    }
                }
                Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return path;
    }

    private void oneFactor(BufferedWriter out) throws IOException {
        double[] intercepts = effects(10_000, 0.8);
        double[] slopes = effects(10_000, 0.3);
        out.write("y,x,g\n");
        for (int row = 0; row < ROWS; row++) {
            int g = random.nextInt(intercepts.length);
            double x = round(normal.sample());
            double y = 1 + intercepts[g] + (0.5 + slopes[g] + 0.2 * intercepts[g]) * x + normal.sample();
            out.write(round(y) + "," + x + "," + label('g', g) + "\n");
        }
    }

    private void twoFactors(BufferedWriter out) throws IOException {
        double[] first = effects(5_000, 0.7);
        double[] second = effects(1_000, 0.4);
        out.write("y,x,g,h\n");
        for (int row = 0; row < ROWS; row++) {
            int g = random.nextInt(first.length);
            int h = random.nextInt(second.length);
            double x = round(normal.sample());
            double y = 1 + 0.5 * x + first[g] + second[h] + normal.sample();
            out.write(round(y) + "," + x + "," + label('g', g) + "," + label('h', h) + "\n");
        }
    }

    private double[] effects(int levels, double deviation) {
        double[] effects = new double[levels];
        for (int i = 0; i < levels; i++) {
            effects[i] = deviation * normal.sample();
        }
        return effects;
    }

    private static double round(double value) {
        return Math.rint(value * 1e4) / 1e4;
    }

    private static String label(char prefix, int level) {
        return prefix + String.format(Locale.ROOT, "%05d", level);
    }
}
