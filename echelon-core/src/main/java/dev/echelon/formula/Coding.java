package dev.echelon.formula;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the L levels of a factor become L − 1 columns when its mean is already in the model: the contrasts. The names
 * and numbers are those of R's {@code contr.treatment}, {@code contr.sum}, {@code contr.helmert} and
 * {@code contr.poly}.
 */
public sealed interface Coding {

    /**
     * The contrast matrix, L×(L − 1) column-major.
     *
     * @throws EchelonException if the levels do not fit the coding
     */
    double[] matrix(List<String> levels);

    /** The names of its columns, to be written after the name of the factor. */
    List<String> names(List<String> levels);

    /** The text {@link #named} reads: {@code treatment}, {@code treatment:PBO}, {@code sum}, … */
    String text();

    /** Differences from the first level: R's default. */
    static Coding treatment() {
        return new Treatment("");
    }

    /** Differences from the level {@code base}. */
    static Coding treatment(String base) {
        return new Treatment(base);
    }

    /** Deviations from the mean of the levels; the last level is minus the sum of the others. */
    static Coding sum() {
        return new Sum();
    }

    /** Each level against the mean of those before it. */
    static Coding helmert() {
        return new Helmert();
    }

    /** Orthonormal polynomials over equally spaced levels: {@code .L}, {@code .Q}, {@code .C}, {@code ^4}, … */
    static Coding poly() {
        return new Poly();
    }

    /**
     * Any matrix.
     *
     * @param rows one row per level, in order
     * @param names one name per column; empty for 1, 2, …
     */
    static Coding custom(List<List<Double>> rows, List<String> names) {
        return new Custom(rows, names);
    }

    /**
     * The coding of that name: {@code treatment}, {@code treatment:BASE}, {@code sum}, {@code helmert} or {@code poly}.
     *
     * @throws EchelonException if there is none; the message lists them
     */
    static Coding named(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("treatment:")) {
            return new Treatment(text.substring("treatment:".length()));
        }
        return switch (lower.startsWith("contr.") ? lower.substring("contr.".length()) : lower) {
            case "treatment" -> treatment();
            case "sum" -> sum();
            case "helmert" -> helmert();
            case "poly" -> poly();
            default ->
                throw new EchelonException(
                        "no coding '" + text + "'; the codings are treatment, treatment:BASE, sum, helmert and poly");
        };
    }

    /**
     * Differences from one level.
     *
     * @param base the level of reference, empty for the first
     */
    record Treatment(String base) implements Coding {

        /** The index of the level of reference. */
        public int baseIndex(List<String> levels) {
            int index = base.isEmpty() ? 0 : levels.indexOf(base);
            if (index < 0) {
                throw new EchelonException("the reference level '" + base + "' of a treatment coding is not one of the"
                        + " levels " + String.join(", ", levels));
            }
            return index;
        }

        @Override
        public double[] matrix(List<String> levels) {
            int n = levels.size();
            int skip = baseIndex(levels);
            double[] matrix = new double[n * Math.max(0, n - 1)];
            for (int j = 0; j < n - 1; j++) {
                matrix[j * n + (j < skip ? j : j + 1)] = 1;
            }
            return matrix;
        }

        @Override
        public List<String> names(List<String> levels) {
            List<String> names = new ArrayList<>(levels);
            names.remove(baseIndex(levels));
            return names;
        }

        @Override
        public String text() {
            return base.isEmpty() ? "treatment" : "treatment:" + base;
        }
    }

    /** Deviations from the mean of the levels. */
    record Sum() implements Coding {
        @Override
        public double[] matrix(List<String> levels) {
            int n = levels.size();
            double[] matrix = new double[n * Math.max(0, n - 1)];
            for (int j = 0; j < n - 1; j++) {
                matrix[j * n + j] = 1;
                matrix[j * n + n - 1] = -1;
            }
            return matrix;
        }

        @Override
        public List<String> names(List<String> levels) {
            return numbers(levels.size() - 1);
        }

        @Override
        public String text() {
            return "sum";
        }
    }

    /** Each level against the mean of those before it. */
    record Helmert() implements Coding {
        @Override
        public double[] matrix(List<String> levels) {
            int n = levels.size();
            double[] matrix = new double[n * Math.max(0, n - 1)];
            for (int j = 0; j < n - 1; j++) {
                for (int i = 0; i <= j; i++) {
                    matrix[j * n + i] = -1;
                }
                matrix[j * n + j + 1] = j + 1;
            }
            return matrix;
        }

        @Override
        public List<String> names(List<String> levels) {
            return numbers(levels.size() - 1);
        }

        @Override
        public String text() {
            return "helmert";
        }
    }

    /** Orthonormal polynomials over equally spaced levels. */
    record Poly() implements Coding {
        @Override
        public double[] matrix(List<String> levels) {
            int n = levels.size();
            double[] matrix = new double[n * Math.max(0, n - 1)];
            double[] before = new double[n];
            double[] current = new double[n];
            Arrays.fill(current, 1);
            double normBefore = 1;
            double norm = n;
            // Three-term recursion on centred positions: by symmetry its diagonal coefficients are all zero.
            for (int j = 0; j < n - 1; j++) {
                double[] next = new double[n];
                double normNext = 0;
                for (int i = 0; i < n; i++) {
                    double x = i - (n - 1) / 2.0;
                    next[i] = x * current[i] - (j == 0 ? 0 : norm / normBefore * before[i]);
                    normNext += next[i] * next[i];
                }
                for (int i = 0; i < n; i++) {
                    matrix[j * n + i] = next[i] / Math.sqrt(normNext);
                }
                before = current;
                current = next;
                normBefore = norm;
                norm = normNext;
            }
            return matrix;
        }

        @Override
        public List<String> names(List<String> levels) {
            List<String> names = new ArrayList<>();
            for (int j = 1; j < levels.size(); j++) {
                names.add(j == 1 ? ".L" : j == 2 ? ".Q" : j == 3 ? ".C" : "^" + j);
            }
            return names;
        }

        @Override
        public String text() {
            return "poly";
        }
    }

    /**
     * Any matrix.
     *
     * @param rows one row per level, in order
     * @param columnNames one name per column; empty for 1, 2, …
     */
    record Custom(List<List<Double>> rows, List<String> columnNames) implements Coding {
        /** Copies its arguments. */
        public Custom {
            rows = rows.stream().map(List::copyOf).toList();
            columnNames = List.copyOf(columnNames);
            if (rows.isEmpty() || rows.stream().map(List::size).distinct().count() != 1) {
                throw new EchelonException("a custom coding needs one row per level, all of the same length");
            }
        }

        @Override
        public double[] matrix(List<String> levels) {
            int n = levels.size();
            if (rows.size() != n) {
                throw new EchelonException("a custom coding has " + rows.size() + " rows but the factor has " + n
                        + " levels: " + String.join(", ", levels));
            }
            int width = rows.get(0).size();
            double[] matrix = new double[n * width];
            for (int j = 0; j < width; j++) {
                for (int i = 0; i < n; i++) {
                    matrix[j * n + i] = rows.get(i).get(j);
                }
            }
            return matrix;
        }

        @Override
        public List<String> names(List<String> levels) {
            int width = rows.get(0).size();
            if (columnNames.isEmpty()) {
                return numbers(width);
            }
            if (columnNames.size() != width) {
                throw new EchelonException(
                        "a custom coding has " + width + " columns but " + columnNames.size() + " names");
            }
            return columnNames;
        }

        @Override
        public String text() {
            return "custom";
        }
    }

    private static List<String> numbers(int count) {
        List<String> names = new ArrayList<>();
        for (int j = 1; j <= count; j++) {
            names.add(Integer.toString(j));
        }
        return names;
    }
}
