package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several independent terms on one grouping factor as one structure: Σ = blockdiag(Σ_1, Σ_2, …), θ the parameters of
 * the parts one after the other. The number of columns q is fixed: the sum of the sizes.
 */
public final class BlockDiagonal implements Covariance {

    private final List<Covariance> parts;
    private final int[] columnStart;
    private final int[] parameterStart;

    /** Parts in the order of their columns, with the number of columns of each. */
    public BlockDiagonal(List<Covariance> parts, int[] sizes) {
        if (parts.size() != sizes.length) {
            throw new IllegalArgumentException(parts.size() + " parts but " + sizes.length + " sizes");
        }
        this.parts = List.copyOf(parts);
        columnStart = new int[sizes.length + 1];
        parameterStart = new int[sizes.length + 1];
        for (int p = 0; p < sizes.length; p++) {
            columnStart[p + 1] = columnStart[p] + sizes[p];
            parameterStart[p + 1] = parameterStart[p] + parts.get(p).parameterCount(sizes[p]);
        }
    }

    /** The parts in the order of their columns. */
    public List<Covariance> parts() {
        return parts;
    }

    /** Number of columns of part p. */
    public int size(int p) {
        return columnStart[p + 1] - columnStart[p];
    }

    /** Index of the first column of part p; of {@code parts().size()}, the number of columns. */
    public int firstColumn(int p) {
        return columnStart[p];
    }

    /** Index of the first parameter of part p; of {@code parts().size()}, the number of parameters. */
    public int firstParameter(int p) {
        return parameterStart[p];
    }

    @Override
    public String name() {
        return String.join("+", parts.stream().map(Covariance::name).toList());
    }

    @Override
    public int parameterCount(int q) {
        check(q);
        return parameterStart[parts.size()];
    }

    @Override
    public void start(int q, double scale, double[] theta, int offset) {
        for (int p = 0; p < parts.size(); p++) {
            parts.get(p).start(size(p), scale, theta, offset + parameterStart[p]);
        }
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        Arrays.fill(sigma, 0, q * q, 0);
        for (int p = 0; p < parts.size(); p++) {
            double[] block = new double[size(p) * size(p)];
            parts.get(p).covariance(size(p), theta, offset + parameterStart[p], block);
            place(p, block, q, sigma);
        }
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        for (int p = 0; p < parts.size(); p++) {
            double[] block = new double[size(p) * size(p)];
            if (!parts.get(p).factor(size(p), theta, offset + parameterStart[p], block)) {
                return false;
            }
            place(p, block, q, lambda);
        }
        return true;
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int k, double[] dSigma) {
        Arrays.fill(dSigma, 0, q * q, 0);
        int p = partOf(k);
        double[] block = new double[size(p) * size(p)];
        parts.get(p).derivative(size(p), theta, offset + parameterStart[p], k - parameterStart[p], block);
        place(p, block, q, dSigma);
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        Arrays.fill(d2Sigma, 0, q * q, 0);
        int p = partOf(k);
        if (p != partOf(l)) {
            return;
        }
        int start = parameterStart[p];
        double[] block = new double[size(p) * size(p)];
        parts.get(p).secondDerivative(size(p), theta, offset + start, k - start, l - start, block);
        place(p, block, q, d2Sigma);
    }

    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        for (int p = 0; p < parts.size(); p++) {
            int size = size(p);
            double[] block = new double[size * size];
            for (int j = 0; j < size; j++) {
                System.arraycopy(sigma, columnStart[p] + (columnStart[p] + j) * q, block, j * size, size);
            }
            parts.get(p).parameters(size, block, theta, offset + parameterStart[p]);
        }
    }

    /** What holds for all columns alike; a part alone may allow more, see {@link #parts}. */
    @Override
    public Invariance invariance() {
        if (parts.size() == 1) {
            return parts.get(0).invariance();
        }
        boolean anyScalar = parts.stream().anyMatch(part -> part.invariance() == Invariance.SCALAR);
        return anyScalar ? Invariance.SCALAR : Invariance.DIAGONAL;
    }

    @Override
    public List<String> parameterNames(List<String> columns) {
        check(columns.size());
        List<String> names = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            names.addAll(parts.get(p).parameterNames(columns.subList(columnStart[p], columnStart[p + 1])));
        }
        return List.copyOf(names);
    }

    @Override
    public void natural(int q, double[] theta, int offset, double[] natural) {
        for (int p = 0; p < parts.size(); p++) {
            double[] block = new double[parameterStart[p + 1] - parameterStart[p]];
            parts.get(p).natural(size(p), theta, offset + parameterStart[p], block);
            System.arraycopy(block, 0, natural, parameterStart[p], block.length);
        }
    }

    private int partOf(int parameter) {
        int p = 0;
        while (parameterStart[p + 1] <= parameter) {
            p++;
        }
        return p;
    }

    private void place(int p, double[] block, int q, double[] target) {
        int size = size(p);
        for (int j = 0; j < size; j++) {
            System.arraycopy(block, j * size, target, columnStart[p] + (columnStart[p] + j) * q, size);
        }
    }

    private void check(int q) {
        int columns = columnStart[parts.size()];
        if (q != columns) {
            throw new IllegalArgumentException("the blocks have " + columns + " columns in all, not " + q);
        }
    }
}
