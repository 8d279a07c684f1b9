package dev.echelon.internal.inference;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.TermCoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The hypotheses Lβ = 0 of types I, II and III about the terms of the fixed part, as lmerTest defines them.
 *
 * <p>Type I: the term after those before it. Type II: the term after all that do not contain it; a term is contained in
 * another that has all its variables, more factors and the same numeric variables. Type III: equal marginal means over
 * all combinations of levels, each with the same weight, whatever the coding. The rows of type III are differences to
 * the first level; those of types I and II come from the sums of squares X'WX.
 *
 * <p><b>Source</b> Kuznetsova, Brockhoff and Christensen, Journal of Statistical Software 82(13) (2017), appendix;
 * docs/math/inference.md#hypotheses
 */
public final class Hypotheses {
    private final List<TermCoding> terms;
    private final int[] kept;
    private final int[] first;
    private final SequentialRows sequential;

    /**
     * @param terms in the order of the formula
     * @param constant whether the first column of X is the constant
     * @param kept the columns of X that are estimated
     * @param sequential rows from the sums of squares of the kept columns
     */
    public Hypotheses(List<TermCoding> terms, boolean constant, int[] kept, SequentialRows sequential) {
        this.terms = List.copyOf(terms);
        this.kept = kept.clone();
        this.sequential = sequential;
        first = new int[terms.size() + 1];
        first[0] = constant ? 1 : 0;
        for (int t = 0; t < terms.size(); t++) {
            first[t + 1] = first[t] + terms.get(t).columns();
        }
    }

    /**
     * The rows of L for a term, one number for each kept column; none if all columns of the term were dropped.
     *
     * @throws EchelonException if type III is asked of a term whose means are not all estimable
     */
    public double[][] rows(int type, int term) {
        if (type == 1 || (type == 3 && terms.size() == 1)) {
            return sequential.rows(natural(), columns(term));
        }
        if (type == 3) {
            return estimable(term, marginal(term));
        }
        List<Integer> containing = containing(term);
        return containing.isEmpty() ? identity(columns(term)) : sequential.rows(after(term, containing), columns(term));
    }

    /** How many rows the hypothesis has if every combination of levels has data. */
    public int contrasts(int type, int term) {
        return type == 3 && terms.size() > 1 ? new TypeThreeContrasts(terms.get(term)).count() : columns(term).length;
    }

    private int[] natural() {
        int[] order = new int[kept.length];
        Arrays.setAll(order, k -> k);
        return order;
    }

    /** Kept columns of a term, as indices among the kept. */
    public int[] columns(int term) {
        List<Integer> of = new ArrayList<>();
        for (int k = 0; k < kept.length; k++) {
            if (kept[k] >= first[term] && kept[k] < first[term + 1]) {
                of.add(k);
            }
        }
        return of.stream().mapToInt(Integer::intValue).toArray();
    }

    private double[][] identity(int[] columns) {
        double[][] rows = new double[columns.length][kept.length];
        for (int i = 0; i < columns.length; i++) {
            rows[i][columns[i]] = 1;
        }
        return rows;
    }

    /** All other columns, then those of the term, then those of the terms that contain it. */
    private int[] after(int term, List<Integer> containing) {
        Set<Integer> last = new LinkedHashSet<>();
        Arrays.stream(columns(term)).forEach(last::add);
        containing.forEach(other -> Arrays.stream(columns(other)).forEach(last::add));
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < kept.length; k++) {
            if (!last.contains(k)) {
                order.add(k);
            }
        }
        order.addAll(last);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private List<Integer> containing(int term) {
        List<Integer> containing = new ArrayList<>();
        for (int other = 0; other < terms.size(); other++) {
            Set<String> inner = labels(term, true);
            Set<String> outer = labels(other, true);
            boolean more = outer.size() > inner.size() && outer.containsAll(inner);
            if (more && labels(term, false).equals(labels(other, false))) {
                containing.add(other);
            }
        }
        return containing;
    }

    private Set<String> labels(int term, boolean factors) {
        Set<String> labels = new LinkedHashSet<>();
        for (TermCoding.Variable variable : terms.get(term).variables()) {
            if (variable.isFactor() == factors) {
                labels.add(variable.label());
            }
        }
        return labels;
    }

    /** Type III rows over all columns of X, kept or not. */
    private double[][] marginal(int term) {
        TypeThreeContrasts contrasts = new TypeThreeContrasts(terms.get(term));
        double[][] rows = new double[contrasts.count()][first[terms.size()]];
        for (int i = 0; i < rows.length; i++) {
            for (int other = 0; other < terms.size(); other++) {
                if (labels(other, false).equals(labels(term, false))) {
                    contrasts.write(i, terms.get(other), rows[i], first[other]);
                }
            }
        }
        return rows;
    }

    /** Combinations of rows that do not need a dropped column, restricted to the kept ones. */
    private double[][] estimable(int term, double[][] all) {
        int p = first[terms.size()];
        boolean[] isKept = new boolean[p];
        for (int k : kept) {
            isKept[k] = true;
        }
        List<double[]> rows = new ArrayList<>(Arrays.asList(all));
        for (int c = 0; c < p; c++) {
            if (!isKept[c]) {
                eliminate(rows, c);
            }
        }
        if (rows.isEmpty() && columns(term).length > 0) {
            throw new EchelonException(
                    "no type III hypothesis about '" + terms.get(term).label()
                            + "' can be estimated, because some combinations of levels have no data; use type 2");
        }
        double[][] restricted = new double[rows.size()][kept.length];
        for (int i = 0; i < restricted.length; i++) {
            for (int k = 0; k < kept.length; k++) {
                restricted[i][k] = rows.get(i)[kept[k]];
            }
        }
        return restricted;
    }

    private static void eliminate(List<double[]> rows, int column) {
        int pivot = -1;
        for (int i = 0; i < rows.size(); i++) {
            double x = Math.abs(rows.get(i)[column]);
            if (x > 1e-10 && (pivot < 0 || x > Math.abs(rows.get(pivot)[column]))) {
                pivot = i;
            }
        }
        if (pivot < 0) {
            return;
        }
        double[] out = rows.remove(pivot);
        for (double[] row : rows) {
            double factor = row[column] / out[column];
            for (int k = 0; k < row.length; k++) {
                row[k] -= factor * out[k];
            }
            row[column] = 0;
        }
    }
}
