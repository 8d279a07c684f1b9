package dev.echelon.internal.marginal;

import dev.echelon.covariance.Markov;
import dev.echelon.internal.design.ResidualRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Series in which a row depends on the past through the row before it: B = T'D⁻¹T with T unit lower bidiagonal, in time
 * and memory linear in the rows.
 */
final class MarkovKernel implements Kernel {
    private final List<Transitions> transitions = new ArrayList<>();
    private final List<MarkovWork> work = new ArrayList<>();

    MarkovKernel(Markov structure, List<ResidualRows.Variance> variances, List<BlockClass> classes, Columns columns) {
        for (BlockClass blocks : classes) {
            Transitions own = new Transitions(structure, variances, blocks);
            transitions.add(own);
            for (int[] rows : blocks.rows()) {
                work.add(new MarkovWork(own, blocks.segments(), rows, columns));
            }
        }
    }

    @Override
    public String name() {
        return "markov";
    }

    @Override
    public boolean value(Point point, Sums sums) {
        for (Transitions each : transitions) {
            if (!each.at(point)) {
                return false;
            }
        }
        for (MarkovWork each : work) {
            each.addValue(sums);
        }
        return true;
    }

    @Override
    public void derivatives(Point point, Multipliers by, Derivatives out) {
        for (MarkovWork each : work) {
            each.addDerivatives(by, out);
        }
        for (int e = 0; e < out.bend.length; e++) {
            out.bend[e] += out.t[e] - 2 * out.kq[e] - 2 * out.vq[e];
        }
        for (double[] pairs : List.of(out.t, out.kq, out.vq, out.bend)) {
            SmallMatrices.mirror(out.k, pairs);
        }
    }

    @Override
    public Contracted contract(Point point, Multipliers by, double[] project, double[] w) {
        int q = by.c() - 1;
        int p = project.length / q;
        int k = (int) Math.round(Math.sqrt(w.length));
        double[] traces = new double[k];
        Arrays.fill(traces, Double.NaN); // of third order: no recursion is known that is linear in the rows
        Contracted sum = new Contracted(new double[p * p], new double[q * q], traces);
        for (MarkovWork each : work) {
            each.addContraction(by, project, w, k, sum);
        }
        return sum;
    }
}
