package dev.echelon.internal.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of a model matrix as functions of its variables, and other such functions as combinations of them. A
 * function of the levels of a factor is a combination of the factor's columns, with the constant if they are contrasts;
 * a product is expanded, and where the constant stands for a factor it is a product without that factor, of a lower
 * term.
 */
final class ColumnSpan {
    private final int width;
    private final List<Entry> entries = new ArrayList<>();

    ColumnSpan(int width) {
        this.width = width;
    }

    /**
     * A variable in a column.
     *
     * @param column which of its columns it is, for numbers
     * @param values its value at each level, for a factor; empty for numbers
     */
    record Piece(int column, double[] values) {}

    /** A term and its first column; the constant has no variables. */
    private record Entry(List<TermCoding.Variable> variables, int from) {
        Set<String> labels() {
            return variables.stream().map(TermCoding.Variable::label).collect(Collectors.toSet());
        }
    }

    /** Adds the columns of a matrix, of which the first has this index. */
    void add(boolean intercept, List<TermCoding> terms, int from) {
        int at = from;
        if (intercept) {
            entries.add(new Entry(List.of(), at++));
        }
        for (TermCoding term : terms) {
            entries.add(new Entry(term.variables(), at));
            at += term.columns();
        }
    }

    /** The column that is the product of these pieces, by label, as a combination; empty if it is outside the span. */
    Optional<double[]> express(Map<String, Piece> product) {
        double[] combination = new double[width];
        return add(product, 1, combination) ? Optional.of(combination) : Optional.empty();
    }

    private boolean add(Map<String, Piece> product, double factor, double[] out) {
        for (Entry entry : entries) {
            if (entry.labels().equals(product.keySet())) {
                return new Expansion(entry, product, out).add(0, 0, 1, factor);
            }
        }
        for (Entry entry : entries) {
            Map<String, Piece> larger = larger(entry, product);
            if (!larger.isEmpty()) {
                return new Expansion(entry, larger, out).add(0, 0, 1, factor);
            }
        }
        return false;
    }

    /** The product as one over the variables of a term that has more, all indicators of levels, which add up to one. */
    private static Map<String, Piece> larger(Entry entry, Map<String, Piece> product) {
        if (!entry.labels().containsAll(product.keySet())) {
            return Map.of();
        }
        Map<String, Piece> larger = new LinkedHashMap<>(product);
        for (TermCoding.Variable variable : entry.variables) {
            if (!product.containsKey(variable.label())) {
                if (!isWhole(variable)) {
                    return Map.of();
                }
                double[] ones = new double[variable.levels()];
                java.util.Arrays.fill(ones, 1);
                larger.put(variable.label(), new Piece(0, ones));
            }
        }
        return larger;
    }

    private static boolean isWhole(TermCoding.Variable variable) {
        return variable.isFactor() && variable.columns() == variable.levels();
    }

    /** The product over the columns of one term. */
    private final class Expansion {
        private final Entry entry;
        private final Map<String, Piece> product;
        private final double[] out;
        private final Map<String, Piece> chosen = new LinkedHashMap<>();

        Expansion(Entry entry, Map<String, Piece> product, double[] out) {
            this.entry = entry;
            this.product = product;
            this.out = out;
        }

        /** Adds what the variables from {@code v} on make of the column chosen so far. */
        boolean add(int v, int column, int stride, double factor) {
            if (v == entry.variables.size()) {
                if (chosen.size() == v) {
                    out[entry.from + column] += factor;
                    return true;
                }
                return ColumnSpan.this.add(Map.copyOf(chosen), factor, out);
            }
            TermCoding.Variable variable = entry.variables.get(v);
            Piece piece = java.util.Objects.requireNonNull(product.get(variable.label()));
            if (!variable.isFactor()) {
                return with(v, piece, column + piece.column * stride, stride, factor);
            }
            double[] weights = FactorSpan.weights(variable, piece.values);
            if (weights.length == 0) {
                return false;
            }
            boolean found = weights[0] == 0 || add(v + 1, column, stride * variable.columns(), factor * weights[0]);
            for (int j = 0; found && j < variable.columns(); j++) {
                if (weights[j + 1] != 0) {
                    found = with(v, own(variable, j), column + j * stride, stride, factor * weights[j + 1]);
                }
            }
            return found;
        }

        private Piece own(TermCoding.Variable variable, int column) {
            int levels = variable.levels();
            return new Piece(
                    0, java.util.Arrays.copyOfRange(variable.coding(), column * levels, (column + 1) * levels));
        }

        private boolean with(int v, Piece piece, int column, int stride, double factor) {
            TermCoding.Variable variable = entry.variables.get(v);
            chosen.put(variable.label(), piece);
            boolean found = add(v + 1, column, stride * variable.columns(), factor);
            chosen.remove(variable.label());
            return found;
        }
    }
}
