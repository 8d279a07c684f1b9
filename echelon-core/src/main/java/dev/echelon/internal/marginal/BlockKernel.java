package dev.echelon.internal.marginal;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.linalg.DenseKernels;
import java.util.ArrayList;
import java.util.List;

/** Dense algebra per block: works for every model, in time cubic in the rows of a block. */
final class BlockKernel implements Kernel {
    private final List<BlockWork> work = new ArrayList<>();

    BlockKernel(
            ResidualStructure structure,
            List<ResidualRows.Variance> variances,
            List<BlockClass> classes,
            Columns columns,
            DenseKernels kernels) {
        for (BlockClass blocks : classes) {
            work.add(new BlockWork(new BlockCovariance(structure, variances, blocks), blocks, columns, kernels));
        }
    }

    List<BlockWork> work() {
        return work;
    }

    @Override
    public String name() {
        return "block";
    }

    @Override
    public boolean value(Point point, Sums sums) {
        for (BlockWork each : work) {
            if (!each.factor(point)) {
                return false;
            }
        }
        for (BlockWork each : work) {
            each.addValue(sums);
        }
        return true;
    }

    @Override
    public void derivatives(Point point, Multipliers by, Derivatives out) {
        for (BlockWork each : work) {
            each.addDerivatives(point, by, out);
        }
        for (int k = 0; k < out.k; k++) {
            SmallMatrices.mirror(by.c(), out.m[k]);
            for (int l = 0; l < k; l++) {
                for (double[] pairs : List.of(out.t, out.kq, out.vq, out.bend)) {
                    pairs[k * out.k + l] = pairs[l * out.k + k];
                }
            }
        }
    }

    /** The levels of the terms inside blocks. */
    void visitLevels(MixedEquations equations, BlockWork.LevelVisitor visitor) {
        double[] randomOnly = equations.randomOnly();
        for (BlockWork each : work) {
            each.visitLevels(equations.v, randomOnly, equations.c - 1, visitor);
        }
    }

    @Override
    public Contracted contract(Point point, Multipliers by, double[] project, double[] w) {
        int p = project.length / (by.c() - 1);
        int k = (int) Math.round(Math.sqrt(w.length));
        Contracted sum = new Contracted(new double[p * p], new double[(by.c() - 1) * (by.c() - 1)], new double[k]);
        for (BlockWork each : work) {
            each.addContraction(point, by, project, w, sum);
        }
        return sum;
    }
}
