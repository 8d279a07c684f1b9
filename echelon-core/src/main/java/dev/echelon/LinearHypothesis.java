package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.internal.linalg.Symmetric;
import java.util.ArrayList;
import java.util.List;

/**
 * Lβ = c from text: sums of multiples of fixed effects such as {@code 2 * recipeB - recipeC = 1}, several of them
 * separated by semicolons. Names are taken as they are printed, the longest that fits first, so that no quotes are needed
 * for {@code recipeB:temp} or {@code poly(x, 2)1}; backticks are allowed.
 */
final class LinearHypothesis {
    private final String text;
    private final List<String> names;
    private final List<double[]> rows = new ArrayList<>();
    private final List<Double> right = new ArrayList<>();
    private int at;

    private LinearHypothesis(String text, List<String> names) {
        this.text = text;
        this.names = names;
    }

    /**
     * Reads a hypothesis.
     *
     * @throws EchelonException naming the place that is not understood, or a contradiction
     */
    static LinearHypothesis parse(String text, List<String> names) {
        LinearHypothesis hypothesis = new LinearHypothesis(text, names);
        do {
            hypothesis.equation();
        } while (hypothesis.accept(';') || hypothesis.accept(','));
        if (hypothesis.at < text.length()) {
            throw hypothesis.unexpected();
        }
        return hypothesis;
    }

    String text() {
        return text;
    }

    /** L, by rows. */
    double[][] rows() {
        return rows.toArray(double[][]::new);
    }

    /** β − δ with Lδ = c, so that Lβ = c becomes L(β − δ) = 0. */
    double[] shifted(double[] beta) {
        int k = rows.size();
        double[] gram = new double[k * k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                gram[a * k + b] = dot(rows.get(a), rows.get(b));
            }
        }
        double[] values = new double[k];
        double[] vectors = new double[k * k];
        Symmetric.eigen(k, gram, values, vectors);
        double[] shifted = beta.clone();
        for (int e = 0; e < k; e++) {
            double along = 0;
            double size = 0;
            for (int a = 0; a < k; a++) {
                along += vectors[e * k + a] * right.get(a);
                size = Math.max(size, Math.abs(right.get(a)));
            }
            boolean dependent = values[e] <= 1e-12 * values[k - 1];
            if (dependent && Math.abs(along) > 1e-9 * size) {
                throw new EchelonException(
                        "the hypothesis '" + text + "' contradicts itself: no fixed effects satisfy all of it");
            }
            for (int a = 0; !dependent && a < k; a++) {
                for (int i = 0; i < beta.length; i++) {
                    shifted[i] -= along / values[e] * vectors[e * k + a] * rows.get(a)[i];
                }
            }
        }
        return shifted;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private void equation() {
        double[] row = new double[names.size()];
        double constant = side(row, 1);
        if (accept('=')) {
            constant += side(row, -1);
        }
        rows.add(row);
        right.add(constant == 0 ? 0.0 : -constant);
    }

    /** Adds one side of an equation, times {@code factor}, to the row; the sum of its numbers. */
    private double side(double[] row, double factor) {
        double constant = 0;
        double sign = accept('-') ? -factor : factor;
        accept('+');
        while (true) {
            constant += summand(row, sign);
            if (accept('-')) {
                sign = -factor;
            } else if (accept('+')) {
                sign = factor;
            } else {
                return constant;
            }
        }
    }

    private double summand(double[] row, double sign) {
        int effect = effect();
        if (effect >= 0) {
            double divisor = accept('/') ? number() : 1;
            row[effect] += sign / divisor;
            return 0;
        }
        double number = number();
        if (accept('/')) {
            number /= number();
        }
        if (!accept('*')) {
            return sign * number;
        }
        effect = effect();
        if (effect < 0) {
            throw unexpected();
        }
        row[effect] += sign * number;
        return 0;
    }

    /** The fixed effect whose name stands here, or -1. */
    private int effect() {
        blanks();
        boolean quoted = at < text.length() && text.charAt(at) == '`';
        int from = quoted ? at + 1 : at;
        int best = -1;
        for (int k = 0; k < names.size(); k++) {
            int end = from + names.get(k).length();
            boolean fits = text.startsWith(names.get(k), from)
                    && (quoted ? text.startsWith("`", end) : end == text.length() || !isPartOfName(text.charAt(end)));
            if (fits && (best < 0 || names.get(k).length() > names.get(best).length())) {
                best = k;
            }
        }
        if (best >= 0) {
            at = from + names.get(best).length() + (quoted ? 1 : 0);
        }
        return best;
    }

    private static boolean isPartOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == ':';
    }

    private double number() {
        blanks();
        int end = at;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        try {
            double value = Double.parseDouble(text.substring(at, end));
            at = end;
            return value;
        } catch (NumberFormatException none) {
            throw unexpected();
        }
    }

    private boolean accept(char symbol) {
        blanks();
        boolean is = at < text.length() && text.charAt(at) == symbol;
        at += is ? 1 : 0;
        return is;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private EchelonException unexpected() {
        String rest = text.substring(Math.min(at, text.length())).strip();
        String word = rest.split("[\\s=;*+]", 2)[0];
        return new EchelonException(
                rest.isEmpty()
                        ? "the hypothesis '" + text + "' ends where a fixed effect or a number should follow"
                        : "no fixed effect at '" + rest + "' in the hypothesis '" + text + "'"
                                + Suggestions.hint(word, names) + "; the fixed effects are "
                                + String.join(", ", names));
    }
}
