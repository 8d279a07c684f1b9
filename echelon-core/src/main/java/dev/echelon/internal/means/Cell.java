package dev.echelon.internal.means;

import java.util.List;

/**
 * A marginal mean or slope as a function of the coefficients: offset + row·β.
 *
 * @param levels of the factors it is a mean of
 * @param by levels of the factors that form its family
 * @param row one number for each column of X, dropped ones included; empty if there is nothing to average over
 * @param offset what is added
 */
public record Cell(List<String> levels, List<String> by, double[] row, double offset) {
    /** Copies the lists; the array is shared and never written. */
    public Cell {
        levels = List.copyOf(levels);
        by = List.copyOf(by);
    }

    /** How it is called in comparisons. */
    public String label() {
        return String.join(" ", levels);
    }

    /** A combination of cells: an empty row if one of those that count has one. */
    public static Cell combine(List<Cell> cells, double[] coefficients) {
        double[] sum = new double[cells.get(0).row().length];
        double offset = 0;
        for (int i = 0; i < coefficients.length; i++) {
            double c = coefficients[i];
            double[] row = cells.get(i).row();
            if (c == 0) {
                continue;
            }
            if (row.length == 0) {
                return new Cell(List.of(), cells.get(0).by(), row, 0);
            }
            sum = sum.length == 0 ? new double[row.length] : sum;
            for (int j = 0; j < row.length; j++) {
                sum[j] += c * row[j];
            }
            offset += c * cells.get(i).offset();
        }
        return new Cell(List.of(), cells.get(0).by(), sum, offset);
    }
}
