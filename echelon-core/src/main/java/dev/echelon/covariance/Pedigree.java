package dev.echelon.covariance;

import dev.echelon.error.EchelonException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Who descends from whom: the additive relationship matrix A, its inverse by rules, and inbreeding. A = TDT' with T unit
 * lower triangular, parents before offspring; T and D are known from the pedigree, so A is never inverted.
 *
 * <p>Sources: C. R. Henderson, Biometrics 32 (1976) 69; R. L. Quaas, Biometrics 32 (1976) 949; T. H. E. Meuwissen and
 * Z. Luo, Genet. Sel. Evol. 24 (1992) 305; J. J. Colleau, Genet. Sel. Evol. 34 (2002) 409. Immutable.
 */
public final class Pedigree {

    private static final int UNKNOWN = -1;

    private final List<String> ids;
    private final Map<String, Integer> places;
    private final int[] sire;
    private final int[] dam;
    private final double[] inbreeding;
    private final double[] within;

    private Pedigree(List<String> ids, Map<String, Integer> places, int[] sire, int[] dam) {
        this.ids = ids;
        this.places = places;
        this.sire = sire;
        this.dam = dam;
        this.inbreeding = new double[sire.length];
        this.within = new double[sire.length];
        for (int i = 0; i < sire.length; i++) {
            inbreed(i);
        }
    }

    /**
     * The pedigree of these individuals, in any order; parents that are not listed themselves are founders.
     *
     * @param sires one for each id; an empty text or {@code 0} if unknown
     * @param dams the same
     * @throws EchelonException if an id is listed twice or descends from itself
     */
    public static Pedigree of(List<String> ids, List<String> sires, List<String> dams) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            if (isUnknown(ids.get(i))) {
                throw error("Row %d of the pedigree has no id.", i + 1);
            }
            if (rows.put(ids.get(i), i) != null) {
                throw error("The pedigree lists '%s' twice; each id must have one row.", ids.get(i));
            }
        }
        for (int i = 0; i < ids.size(); i++) {
            for (String parent : List.of(sires.get(i), dams.get(i))) {
                if (!isUnknown(parent)) {
                    rows.putIfAbsent(parent, UNKNOWN);
                }
            }
        }
        List<String> order = order(rows, sires, dams);
        Map<String, Integer> places = new LinkedHashMap<>();
        int[] sire = new int[order.size()];
        int[] dam = new int[order.size()];
        for (int i = 0; i < order.size(); i++) {
            int row = rows.getOrDefault(order.get(i), UNKNOWN);
            sire[i] = row < 0 ? UNKNOWN : places.getOrDefault(sires.get(row), UNKNOWN);
            dam[i] = row < 0 ? UNKNOWN : places.getOrDefault(dams.get(row), UNKNOWN);
            places.put(order.get(i), i);
        }
        return new Pedigree(List.copyOf(order), places, sire, dam);
    }

    private static boolean isUnknown(String id) {
        return id.isEmpty() || id.equals("0");
    }

    /** Parents before offspring, by a search in depth. */
    private static List<String> order(Map<String, Integer> rows, List<String> sires, List<String> dams) {
        List<String> order = new ArrayList<>(rows.size());
        Map<String, Boolean> done = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (String start : rows.keySet()) {
            open.push(start);
            while (!open.isEmpty()) {
                String id = open.peek();
                if (done.getOrDefault(id, false)) {
                    open.pop();
                    continue;
                }
                int row = rows.getOrDefault(id, UNKNOWN);
                List<String> waiting = row < 0
                        ? List.of()
                        : List.of(sires.get(row), dams.get(row)).stream()
                                .filter(parent -> !isUnknown(parent) && !done.getOrDefault(parent, false))
                                .toList();
                if (waiting.isEmpty()) {
                    done.put(id, true);
                    order.add(id);
                    open.pop();
                } else if (done.containsKey(id)) {
                    throw error("The pedigree makes '%s' its own ancestor; correct the parents.", id);
                } else {
                    done.put(id, false);
                    waiting.forEach(open::push);
                }
            }
        }
        return order;
    }

    private static EchelonException error(String sentence, Object place) {
        return new EchelonException(String.format(Locale.ROOT, sentence, place));
    }

    /** Sets the Mendelian variance D_i and F_i = A_ii − 1 from those of the ancestors of i, all of which come before. */
    private void inbreed(int i) {
        within[i] = 1 - parentPart(sire[i]) - parentPart(dam[i]);
        PriorityQueue<Integer> open = new PriorityQueue<>(Collections.reverseOrder());
        Map<Integer, Double> shares = new LinkedHashMap<>();
        shares.put(i, 1.0);
        open.add(i);
        double own = 0;
        while (!open.isEmpty()) {
            int j = open.poll();
            double share = shares.getOrDefault(j, 0.0);
            own += share * share * within[j];
            for (int parent : new int[] {sire[j], dam[j]}) {
                if (parent != UNKNOWN && shares.merge(parent, share / 2, Double::sum) == share / 2) {
                    open.add(parent);
                }
            }
        }
        inbreeding[i] = own - 1;
    }

    /** The part of an individual's variance that a known parent explains. */
    private double parentPart(int parent) {
        return parent == UNKNOWN ? 0 : 0.25 * (1 + inbreeding[parent]);
    }

    /** All individuals, parents before offspring. */
    public List<String> ids() {
        return ids;
    }

    /**
     * The coefficient of inbreeding, A_ii − 1.
     *
     * @throws EchelonException if the pedigree does not have the id
     */
    public double inbreeding(String id) {
        return inbreeding[place(id)];
    }

    int place(String id) {
        Integer place = places.get(id);
        if (place == null) {
            throw error("The pedigree has no '%s'; add a row for it.", id);
        }
        return place;
    }

    /** The rows and columns of A for some individuals, column-major. Cost: the size of the pedigree for each. */
    public double[] relationships(List<String> some) {
        int q = some.size();
        int[] at = some.stream().mapToInt(this::place).toArray();
        double[] a = new double[q * q];
        double[] work = new double[ids.size()];
        for (int k = 0; k < q; k++) {
            Arrays.fill(work, 0);
            work[at[k]] = 1;
            multiply(work);
            for (int i = 0; i < q; i++) {
                a[i + k * q] = work[at[i]];
            }
        }
        return a;
    }

    /** v := TDT'v. */
    private void multiply(double[] v) {
        for (int i = v.length - 1; i >= 0; i--) {
            if (v[i] != 0) {
                add(v, sire[i], v[i] / 2);
                add(v, dam[i], v[i] / 2);
            }
        }
        for (int i = 0; i < v.length; i++) {
            v[i] = within[i] * v[i] + half(v, sire[i]) + half(v, dam[i]);
        }
    }

    private static void add(double[] v, int at, double value) {
        if (at != UNKNOWN) {
            v[at] += value;
        }
    }

    private static double half(double[] v, int at) {
        return at == UNKNOWN ? 0 : v[at] / 2;
    }

    /** A⁻¹ in the order of {@link #ids}, by Henderson's rules: the lower triangle, entries by row and column. */
    public Map<List<Integer>, Double> inverse() {
        Map<List<Integer>, Double> entries = new LinkedHashMap<>();
        for (int i = 0; i < sire.length; i++) {
            int[] family = {i, sire[i], dam[i]};
            double[] weights = {1, -0.5, -0.5};
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    if (family[a] != UNKNOWN && family[b] != UNKNOWN && family[a] >= family[b]) {
                        entries.merge(List.of(family[a], family[b]), weights[a] * weights[b] / within[i], Double::sum);
                    }
                }
            }
        }
        return entries;
    }

    /** log|A| of all individuals. */
    public double logDeterminant() {
        return IntStream.range(0, within.length)
                .mapToDouble(i -> Math.log(within[i]))
                .sum();
    }
}
