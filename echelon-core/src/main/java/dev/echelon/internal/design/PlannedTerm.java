package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A term whose coding is decided: its columns are the products of one column of each part, the first part fastest.
 *
 * @param label the term as in the formula
 * @param parts its variables in order
 */
record PlannedTerm(String label, List<Part> parts) {
    private static final double[] ONES = {};

    /**
     * A variable in a term.
     *
     * @param names the names of its columns
     * @param levels how many levels it has if it is a factor, else 0
     * @param codes for a factor whose columns are indicators: the code each stands for; else empty
     * @param contrasts for a factor coded by other numbers: L×columns, column-major; else empty
     */
    record Part(Expression expression, List<String> names, int levels, int[] codes, double[] contrasts) {
        boolean isIndicator() {
            return codes.length > 0;
        }

        int width() {
            return names.size();
        }

        /** Column {@code j} as numbers. */
        double[] values(Frame frame, int j) {
            if (contrasts.length == 0) {
                return frame.numbers(expression, width())[j];
            }
            int[] rows = frame.codes(expression);
            double[] values = new double[rows.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = contrasts[j * levels + rows[i]];
            }
            return values;
        }
    }

    List<String> columnNames() {
        List<String> names = List.of("");
        for (Part part : parts) {
            List<String> next = new ArrayList<>();
            for (String name : part.names()) {
                for (String before : names) {
                    next.add(before.isEmpty() ? name : before + ":" + name);
                }
            }
            names = next;
        }
        return names;
    }

    /** Appends the columns for the rows of a frame; each distinct product of numbers is computed once. */
    void build(Frame frame, List<ModelColumn> columns) {
        List<Part> indicators = new ArrayList<>();
        List<Part> numeric = new ArrayList<>();
        for (Part part : parts) {
            (part.isIndicator() ? indicators : numeric).add(part);
        }
        build(indicators.isEmpty() ? new int[0] : frame.combined(indicators), products(frame, numeric), columns);
    }

    /** Appends the columns of no rows. */
    void header(List<ModelColumn> columns) {
        int products = 1;
        for (Part part : parts) {
            products *= part.isIndicator() ? 1 : part.width();
        }
        double[][] none = new double[products][];
        Arrays.fill(none, ONES);
        build(new int[0], none, columns);
    }

    private void build(int[] codes, double[][] products, List<ModelColumn> columns) {
        boolean dense = parts.stream().noneMatch(Part::isIndicator);
        int total = 1;
        for (Part part : parts) {
            total *= part.width();
        }
        for (int column = 0; column < total; column++) {
            int rest = column;
            int product = 0;
            int stride = 1;
            int code = 0;
            for (Part part : parts) {
                int j = rest % part.width();
                rest /= part.width();
                if (part.isIndicator()) {
                    code = code * part.levels() + part.codes()[j];
                } else {
                    product += stride * j;
                    stride *= part.width();
                }
            }
            columns.add(
                    dense
                            ? new ModelColumn.Dense(products[product])
                            : new ModelColumn.Indicator(codes, code, products[product]));
        }
    }

    /** The products of one column of each part, first part fastest; a single empty array if there are no parts. */
    private static double[][] products(Frame frame, List<Part> parts) {
        double[][] products = {ONES};
        for (Part part : parts) {
            double[][] next = new double[products.length * part.width()][];
            for (int j = 0; j < part.width(); j++) {
                double[] column = part.values(frame, j);
                for (int k = 0; k < products.length; k++) {
                    next[j * products.length + k] = products[k].length == 0 ? column : multiply(products[k], column);
                }
            }
            products = next;
        }
        return products;
    }

    private static double[] multiply(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }
}
