package dev.echelon.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Makes {@code data/patients.csv.gz}: patients within doctors, drawn from a random-intercept model with the estimates and
 * dimensions of the well-known hospital example (8525 patients of 407 doctors, 252 of them with the first ten).
 */
final class Patients {
    private static final long SEED = 20_407L;
    private static final int DOCTORS = 407;
    private static final int PATIENTS = 8525;
    private static final int FIRST_DOCTORS = 10;
    private static final int FIRST_PATIENTS = 252;
    private static final int FEWEST = 2;
    private static final int MOST = 40;
    private static final double DOCTOR_SD = 1.3363;
    private static final double RESIDUAL_SD = 0.5799;

    private final Random random = new Random(SEED);

    private Patients() {}

    /** Writes the file that is its argument. */
    public static void main(String[] args) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(args[0])))) {
            out.write(csv().getBytes(StandardCharsets.UTF_8));
        }
    }

    static String csv() {
        return new Patients().rows();
    }

    private String rows() {
        StringBuilder out = new StringBuilder("mobility,Age,Married,Sex,WBC,RBC,DID\n");
        int[] sizes = sizes();
        for (int doctor = 0; doctor < DOCTORS; doctor++) {
            double intercept = 4.782 + DOCTOR_SD * random.nextGaussian();
            for (int i = 0; i < sizes[doctor]; i++) {
                row(out, doctor + 1, intercept);
            }
        }
        return out.toString();
    }

    private void row(StringBuilder out, int doctor, double intercept) {
        double age = Math.rint(10 * (51 + 6.3 * random.nextGaussian())) / 10;
        int married = random.nextDouble() < 0.6 ? 1 : 0;
        boolean male = random.nextDouble() < 0.4;
        long whiteCells = Math.round(6000 + 1000 * random.nextGaussian());
        double redCells = Math.rint(100 * (5 + 0.29 * random.nextGaussian())) / 100;
        double mobility = intercept
                + 0.025 * age
                + 0.011 * married
                + (male ? 0.012 : 0)
                - 0.009 * redCells
                + RESIDUAL_SD * random.nextGaussian();
        out.append(String.format(
                Locale.ROOT,
                "%.3f,%.1f,%d,%s,%d,%.2f,%d\n",
                mobility,
                age,
                married,
                male ? "male" : "female",
                whiteCells,
                redCells,
                doctor));
    }

    /** From 2 to 40 each; the first ten and all add up to what they should. */
    private int[] sizes() {
        int[] sizes = new int[DOCTORS];
        Arrays.setAll(sizes, j -> FEWEST + random.nextInt(MOST - FEWEST + 1));
        adjust(sizes, 0, FIRST_DOCTORS, FIRST_PATIENTS);
        adjust(sizes, FIRST_DOCTORS, DOCTORS, PATIENTS - FIRST_PATIENTS);
        return sizes;
    }

    private void adjust(int[] sizes, int from, int to, int wanted) {
        int sum = Arrays.stream(sizes, from, to).sum();
        while (sum != wanted) {
            int j = from + random.nextInt(to - from);
            int step = sum < wanted ? 1 : -1;
            if (sizes[j] + step >= FEWEST && sizes[j] + step <= MOST) {
                sizes[j] += step;
                sum += step;
            }
        }
    }
}
