package dev.echelon.internal.predict;

import dev.echelon.covariance.Positions;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.ObservedRows;
import dev.echelon.internal.design.Purpose;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of a table as a model with an R side sees them: means, covariances with other rows, and what they share. */
final class StructuredRows {
    private final StructuredModel model;
    private final EncodedRows encoded;
    private final ObservedRows observed;
    private final double[] scale;

    private StructuredRows(StructuredModel model, EncodedRows encoded, ObservedRows observed) {
        this.model = model;
        this.encoded = encoded;
        this.observed = observed;
        this.scale = VarianceScale.of(observed.residual(), model.theta(), means());
    }

    static StructuredRows of(StructuredModel model, Table table) {
        return new StructuredRows(
                model,
                model.encoding().encode(table, Purpose.PREDICT_CONDITIONAL, 0),
                model.encoding().observed(table).orElseThrow());
    }

    int count() {
        return observed.used().length;
    }

    int tableRow(int i) {
        return observed.used()[i];
    }

    boolean isObserved(int i) {
        return !Double.isNaN(observed.response()[i]);
    }

    double offset(int i) {
        return encoded.offset().length == 0 ? 0 : encoded.offset()[i];
    }

    /** The kept columns of X. */
    double[] fixed(int i) {
        double[] x = new double[model.kept().length];
        for (int k = 0; k < x.length; k++) {
            x[k] = encoded.design().fixed().column(model.kept()[k]).value(i);
        }
        return x;
    }

    private double[] means() {
        double[] means = new double[observed.used().length];
        for (int i = 0; i < means.length; i++) {
            double[] x = fixed(i);
            for (int k = 0; k < x.length; k++) {
                means[i] += x[k] * model.beta()[k];
            }
        }
        return means;
    }

    /** y − Xβ̂ − offset. */
    double deviation(int i) {
        double deviation = observed.response()[i] - offset(i);
        double[] x = fixed(i);
        for (int k = 0; k < x.length; k++) {
            deviation -= x[k] * model.beta()[k];
        }
        return deviation;
    }

    /** The subject and the levels of a row by name. */
    List<String> keys(int i) {
        List<String> keys = new ArrayList<>();
        ResidualRows residual = observed.residual();
        if (residual.subjects()[i] >= 0 && !residual.subject().isEmpty()) {
            keys.add("subject\u0000" + subjectName(i));
        } else if (residual.subjectLevels().size() == 1) {
            keys.add("all");
        }
        for (Design.RandomBlock block : encoded.design().random()) {
            if (block.codes()[i] >= 0) {
                keys.add(block.group() + '\u0000' + block.codes()[i]);
            }
        }
        return keys;
    }

    private String subjectName(int i) {
        return observed.residual().subjectLevels().get(observed.residual().subjects()[i]);
    }

    /** Whether both are the rows of one table; the array is shared only then. */
    private boolean isIn(StructuredRows other) {
        return observed.response() == other.observed.response();
    }

    boolean isOfSameSubject(int i, StructuredRows other, int j) {
        ResidualRows a = observed.residual();
        ResidualRows b = other.observed.residual();
        if (a.subjects()[i] < 0 || b.subjects()[j] < 0) {
            return false;
        }
        if (a.subject().isEmpty()) {
            return a.position().equals("1") ? isIn(other) && i == j : true;
        }
        return subjectName(i).equals(other.subjectName(j));
    }

    /** Whether two rows are the same place of the same subject, where places have names. */
    boolean isAt(int i, StructuredRows other, int j) {
        ResidualRows a = observed.residual();
        ResidualRows b = other.observed.residual();
        if (a.position().equals("1") || !isOfSameSubject(i, other, j)) {
            return false;
        }
        if (a.slots().length > 0) {
            return a.slots()[i] == b.slots()[j];
        }
        for (int axis = 0; axis < a.coordinates().length; axis++) {
            if (a.coordinates()[axis][i] != b.coordinates()[axis][j]) {
                return false;
            }
        }
        return true;
    }

    /** Covariance of two rows through random effects, of different tables perhaps. */
    double between(int i, StructuredRows other, int j) {
        double sum = 0;
        boolean self = isIn(other) && i == j;
        for (int t = 0; t < model.random().size(); t++) {
            Design.RandomBlock own = encoded.design().random().get(t);
            Design.RandomBlock others = other.encoded.design().random().get(t);
            if (!self && (own.codes()[i] < 0 || own.codes()[i] != others.codes()[j])) {
                continue;
            }
            int w = own.effects().width();
            double[] g = model.random().get(t);
            for (int a = 0; a < w; a++) {
                for (int b = 0; b < w; b++) {
                    sum += own.effects().column(a).value(i)
                            * g[b * w + a]
                            * others.effects().column(b).value(j);
                }
            }
        }
        return sum;
    }

    /** Residual variance of a row of weight one. */
    double residualVariance(int i) {
        return covariances(new StructuredRows[] {this}, new int[] {i}, i, false)[0];
    }

    /**
     * Residual covariance matrix of rows of one subject, column-major.
     *
     * @param tables the table of each row
     * @param rows the rows
     * @param like a row of this table, whose group's parameters are taken
     * @param weighted whether their weights count
     */
    double[] covariances(StructuredRows[] tables, int[] rows, int like, boolean weighted) {
        ResidualRows residual = observed.residual();
        int m = rows.length;
        double[] sigma = new double[m * m];
        int each = residual.structure().parameterCount(residual.slotNames().size());
        residual.structure().covariance(positions(tables, rows), model.theta(), residual.groups()[like] * each, sigma);
        double[] factor = new double[m];
        for (int k = 0; k < m; k++) {
            double weight = weighted ? tables[k].observed.weights()[rows[k]] : 1;
            factor[k] = tables[k].scale[rows[k]] / Math.sqrt(weight);
        }
        for (int j = 0; j < m; j++) {
            for (int k = 0; k < m; k++) {
                sigma[j * m + k] *= factor[j] * factor[k];
            }
        }
        return sigma;
    }

    private static Positions positions(StructuredRows[] tables, int[] rows) {
        ResidualRows first = tables[0].observed.residual();
        if (first.position().equals("1")) {
            int[] slots = new int[rows.length];
            Arrays.setAll(slots, k -> k);
            return Positions.slots(slots, Math.max(first.slotNames().size(), rows.length));
        }
        if (first.slots().length > 0) {
            int[] slots = new int[rows.length];
            Arrays.setAll(slots, k -> tables[k].observed.residual().slots()[rows[k]]);
            return Positions.slots(slots, first.slotNames().size());
        }
        double[][] places = new double[rows.length][first.coordinates().length];
        for (int k = 0; k < rows.length; k++) {
            for (int axis = 0; axis < places[k].length; axis++) {
                places[k][axis] = tables[k].observed.residual().coordinates()[axis][rows[k]];
            }
        }
        return Positions.coordinates(places);
    }
}
