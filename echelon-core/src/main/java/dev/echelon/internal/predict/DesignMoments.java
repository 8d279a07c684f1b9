package dev.echelon.internal.predict;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Unweighted first and second moments of the columns of X, of y and of the columns of Z over the rows of a fit, on the
 * scale of the data: what effect sizes need of the rows. From the cross-products if those are unweighted and X has the
 * constant; from rows otherwise.
 *
 * <p><b>Source</b> docs/math/effect-sizes.md#variances
 */
public final class DesignMoments {
    private final long n;
    private final double[] covariance;
    private final double response;
    private final Random[] random;
    private final Levels[] levels;

    private DesignMoments(long n, double[] covariance, double response, Random[] random, Levels[] levels) {
        this.n = n;
        this.covariance = covariance;
        this.response = response;
        this.random = random;
        this.levels = levels;
    }

    /**
     * The w columns of a term of Z, in any basis Σ is known in.
     *
     * @param sigma Σ relative to σ² in that basis, w×w
     * @param mean w means
     * @param square mean of zz', w×w, denominator n
     * @param centred whether all columns have the same mean in every group
     */
    private record Random(double[] sigma, double[] mean, double[] square, boolean centred) {}

    /**
     * The columns of X by groups of one factor.
     *
     * @param between sum of squares of group means about the mean, weighted by rows; one per column
     * @param meanVariance variance of the group means over the groups
     */
    private record Levels(double[] between, double[] meanVariance) {}

    /** From cross-products; empty if they do not suffice. */
    public static Optional<DesignMoments> ofCrossProducts(FittedModel model) {
        int constant = -1;
        for (int k = 0; k < model.kept().length; k++) {
            if (model.kept()[k] == model.conditioning().intercept()) {
                constant = k;
            }
        }
        boolean weighted = !model.encoding().options().weights().isEmpty();
        return weighted || constant < 0
                ? Optional.empty()
                : Optional.of(new CrossProductMoments(model, constant).moments());
    }

    /** From the rows that were fitted. */
    public static DesignMoments ofRows(FittedModel model, Design design) {
        return new RowMoments(model, design).moments();
    }

    /** Number of rows. */
    public long rows() {
        return n;
    }

    /** Covariance of the columns of X, p×p, denominator n − 1. */
    public double[] fixedCovariance() {
        return covariance.clone();
    }

    /** Variance of y (less the offset), denominator n − 1. */
    public double responseVariance() {
        return response;
    }

    /** Mean over rows of z'Σz of a term, relative to σ². */
    public double randomVariance(int term) {
        return trace(random[term].sigma(), random[term].square());
    }

    /** z̄'Σz̄ of a term, relative to σ². */
    public double meanVariance(int term) {
        Random of = random[term];
        int w = of.mean().length;
        double[] outer = new double[w * w];
        for (int k = 0; k < w; k++) {
            for (int i = 0; i < w; i++) {
                outer[k * w + i] = of.mean()[i] * of.mean()[k];
            }
        }
        return trace(of.sigma(), outer);
    }

    /** tr(Σ Cov(z)) of a term with denominator n − 1, relative to σ². */
    public double slopeVariance(int term) {
        return (randomVariance(term) - meanVariance(term)) * n / (n - 1);
    }

    /** Whether the columns of a term have the same mean in every group. */
    public boolean centred(int term) {
        return random[term].centred();
    }

    /** Share of the sum of squares of a column of X that is between the groups of a factor; NaN for a constant. */
    public double betweenShare(int factor, int column) {
        int p = levels[factor].between().length;
        return levels[factor].between()[column] / ((n - 1) * covariance[column * p + column]);
    }

    /** Variance of the group means of a column of X over the groups. */
    public double groupMeanVariance(int factor, int column) {
        return levels[factor].meanVariance()[column];
    }

    private static double trace(double[] a, double[] b) {
        double sum = 0;
        for (int e = 0; e < a.length; e++) {
            sum += a[e] * b[e];
        }
        return sum;
    }

    /** Moments in the conditioned scale, then back. */
    private static final class CrossProductMoments {
        private final FittedModel model;
        private final CrossProducts data;
        private final int constant;
        private final double unit;
        private final int r;

        CrossProductMoments(FittedModel model, int constant) {
            this.model = model;
            this.data = model.data();
            this.constant = constant;
            this.r = data.fixedColumns() + 1;
            this.unit = Math.sqrt(product(constant, constant) / data.rows());
        }

        private double product(int i, int k) {
            return data.fixed()[Math.min(i, k) * r + Math.max(i, k)];
        }

        private double mean(int k) {
            return product(k, constant) / unit / data.rows();
        }

        private double scale(int k) {
            return k == r - 1
                    ? model.conditioning().responseScale()
                    : model.conditioning().fixedScale(model.kept()[k]);
        }

        private double covariance(int i, int k) {
            long n = data.rows();
            return scale(i) * scale(k) * (product(i, k) - n * mean(i) * mean(k)) / (n - 1);
        }

        DesignMoments moments() {
            int p = r - 1;
            double[] covariance = new double[p * p];
            for (int k = 0; k < p; k++) {
                for (int i = 0; i < p; i++) {
                    covariance[k * p + i] = i == constant || k == constant ? 0 : covariance(i, k);
                }
            }
            Random[] random = new Random[model.terms().size()];
            for (int t = 0; t < random.length; t++) {
                random[t] = random(model.places().get(t), model.terms().get(t));
            }
            Levels[] levels = new Levels[data.factors()];
            for (int f = 0; f < levels.length; f++) {
                levels[f] = levels(f);
            }
            return new DesignMoments(data.rows(), covariance, covariance(p, p), random, levels);
        }

        private Random random(FittedModel.Place place, FittedModel.FittedTerm term) {
            CrossProducts.Block block = data.block(place.factor());
            int w = term.width();
            int q = block.effects();
            int first = place.place().offset();
            double[] mean = new double[w];
            double[] square = new double[w * w];
            double[] groupMeans = new double[block.levels() * w];
            for (int j = 0; j < block.levels(); j++) {
                for (int k = 0; k < w; k++) {
                    double sum = block.withFixed()[(j * r + constant) * q + first + k] / unit;
                    groupMeans[j * w + k] = sum / block.counts()[j];
                    mean[k] += sum / data.rows();
                    for (int i = 0; i < w; i++) {
                        int from = j * q * q + (first + Math.min(i, k)) * q + first + Math.max(i, k);
                        square[k * w + i] += block.own()[from] / data.rows();
                    }
                }
            }
            boolean centred = Centring.same(groupMeans, mean, square, block.counts(), data.rows());
            return new Random(place.map().conditioned(term.relative()), mean, square, centred);
        }

        /** Group means of X from Z_j'X, if some effect of the factor is constant. */
        private Levels levels(int f) {
            int p = r - 1;
            CrossProducts.Block block = data.block(f);
            int q = block.effects();
            for (GroupingFactor.Term term : model.factors().get(f).terms()) {
                if (!model.terms().get(term.index()).columns().get(0).equals("(Intercept)")) {
                    continue;
                }
                double one = model.conditioning().effectsMap(f, term)[0];
                double[] means = new double[block.levels() * p];
                for (int j = 0; j < block.levels(); j++) {
                    for (int k = 0; k < p; k++) {
                        double sum = block.withFixed()[(j * r + k) * q + term.offset()] / one;
                        means[j * p + k] = scale(k) * (sum / block.counts()[j] - mean(k));
                    }
                }
                return Centring.levels(means, block.counts(), p);
            }
            double[] unknown = new double[p];
            Arrays.fill(unknown, Double.NaN);
            return new Levels(unknown, unknown);
        }
    }

    /** Comparisons of group means. */
    private static final class Centring {
        /** Group means differ by rounding if their sum of squares is this part of the total. */
        private static final double NEGLIGIBLE = 1e-12;

        private Centring() {}

        static boolean same(double[] groupMeans, double[] mean, double[] square, long[] counts, long n) {
            int w = mean.length;
            for (int k = 0; k < w; k++) {
                double between = 0;
                for (int j = 0; j < counts.length; j++) {
                    between += counts[j] * Math.pow(groupMeans[j * w + k] - mean[k], 2);
                }
                if (between > NEGLIGIBLE * n * square[k * w + k]) {
                    return false;
                }
            }
            return true;
        }

        /** Of group means less the mean. */
        static Levels levels(double[] means, long[] counts, int p) {
            double[] between = new double[p];
            double[] variance = new double[p];
            for (int k = 0; k < p; k++) {
                double average = 0;
                for (int j = 0; j < counts.length; j++) {
                    between[k] += counts[j] * means[j * p + k] * means[j * p + k];
                    average += means[j * p + k] / counts.length;
                }
                for (int j = 0; j < counts.length; j++) {
                    variance[k] += Math.pow(means[j * p + k] - average, 2) / (counts.length - 1);
                }
            }
            return new Levels(between, variance);
        }
    }

    /** Moments of rows. */
    private static final class RowMoments {
        private final FittedModel model;
        private final Design design;
        private final int n;

        RowMoments(FittedModel model, Design design) {
            this.model = model;
            this.design = design;
            this.n = design.response().length;
        }

        DesignMoments moments() {
            int p = model.kept().length;
            double[][] x = new double[p][];
            for (int k = 0; k < p; k++) {
                x[k] = centred(values(design.fixed().column(model.kept()[k])));
            }
            double[] covariance = new double[p * p];
            for (int k = 0; k < p; k++) {
                for (int i = 0; i < p; i++) {
                    covariance[k * p + i] = dot(x[i], x[k]) / (n - 1);
                }
            }
            double[] y = centred(design.response().clone());
            Random[] random = new Random[design.random().size()];
            for (int t = 0; t < random.length; t++) {
                random[t] = random(design.random().get(t), model.terms().get(t).relative());
            }
            List<GroupingFactor> factors = GroupingFactor.of(design);
            Levels[] levels = new Levels[factors.size()];
            for (int f = 0; f < levels.length; f++) {
                levels[f] = levels(factors.get(f), x);
            }
            return new DesignMoments(n, covariance, dot(y, y) / (n - 1), random, levels);
        }

        private double[] values(ModelColumn column) {
            double[] values = new double[n];
            Arrays.setAll(values, column::value);
            return values;
        }

        private double[] centred(double[] values) {
            double mean = Arrays.stream(values).sum() / n;
            for (int i = 0; i < n; i++) {
                values[i] -= mean;
            }
            return values;
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }

        private Random random(Design.RandomBlock block, double[] sigma) {
            int w = block.effects().width();
            double[][] z = new double[w][];
            double[] mean = new double[w];
            double[] square = new double[w * w];
            for (int k = 0; k < w; k++) {
                z[k] = values(block.effects().column(k));
                mean[k] = Arrays.stream(z[k]).sum() / n;
                for (int i = 0; i <= k; i++) {
                    square[k * w + i] = dot(z[i], z[k]) / n;
                    square[i * w + k] = square[k * w + i];
                }
            }
            long[] counts = new long[block.levels().size()];
            double[] means = groupMeans(z, block.codes(), counts);
            return new Random(sigma, mean, square, Centring.same(means, mean, square, counts, n));
        }

        private Levels levels(GroupingFactor factor, double[][] x) {
            long[] counts = new long[factor.levels()];
            return Centring.levels(groupMeans(x, factor.codes(), counts), counts, x.length);
        }

        private static double[] groupMeans(double[][] x, int[] codes, long[] counts) {
            int p = x.length;
            double[] means = new double[counts.length * p];
            for (int code : codes) {
                counts[code]++;
            }
            for (int k = 0; k < p; k++) {
                for (int i = 0; i < codes.length; i++) {
                    means[codes[i] * p + k] += x[k][i] / counts[codes[i]];
                }
            }
            return means;
        }
    }
}
