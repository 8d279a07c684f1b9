package dev.echelon.internal.randomtests;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.EffectMaps;
import dev.echelon.internal.linalg.Eigenvalues;
import dev.echelon.internal.linalg.Kernels;
import dev.echelon.internal.linalg.Symmetric;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.simulation.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/**
 * The exact law of the (restricted) likelihood ratio of one variance against none, for any number of rows:
 *
 * <pre>
 *   sup_{λ ≥ 0}  ν log(S / D(λ)) − Σ_s log(1 + λξ_s),
 *   D(λ) = Σ_s w_s²/(1 + λμ_s) + R,   S = D(0),   w_s² ~ χ²(1),   R ~ χ²(n − p − K)
 * </pre>
 *
 * μ_1 … μ_K are the positive eigenvalues of Z'(W − WX(X'WX)⁻¹X'W)Z; for REML ν = n − p and ξ = μ, for ML ν = n and ξ are the
 * eigenvalues of Z'WZ. Equal eigenvalues are drawn as one χ².
 *
 * <p><b>Source</b> Crainiceanu and Ruppert, Journal of the Royal Statistical Society B 66 (2004) 165–185;
 * docs/math/inference.md#random-effects
 */
public final class NullLaw {
    /** Eigenvalues this close, relative to the largest, are one; below it they are zero. */
    private static final double EQUAL = 1e-10;

    /** The largest dense eigenproblem that is solved. */
    public static final int LARGEST = 1500;

    private static final int GRID = 200;
    private static final double LOWEST = -10;
    private static final double HIGHEST = 10;

    private final double nu;
    private final double rest;
    private final Spectrum mu;
    private final Spectrum xi;

    private record Spectrum(double[] values, int[] counts) {
        /** Of positive numbers, relative to {@code scale}. */
        static Spectrum of(double[] all, double scale) {
            double[] sorted =
                    Arrays.stream(all).filter(v -> v > EQUAL * scale).sorted().toArray();
            List<double[]> groups = new ArrayList<>();
            for (double v : sorted) {
                double[] last = groups.isEmpty() ? new double[] {0, 0} : groups.get(groups.size() - 1);
                if (last[1] > 0 && v / scale - last[0] <= EQUAL) {
                    last[1]++;
                } else {
                    groups.add(new double[] {v / scale, 1});
                }
            }
            return new Spectrum(
                    groups.stream().mapToDouble(g -> g[0]).toArray(),
                    groups.stream().mapToInt(g -> (int) g[1]).toArray());
        }

        int total() {
            return Arrays.stream(counts).sum();
        }

        /** Σ log(1 + λ·value). */
        double penalty(double lambda) {
            double sum = 0;
            for (int s = 0; s < values.length; s++) {
                sum += counts[s] * Math.log1p(lambda * values[s]);
            }
            return sum;
        }
    }

    private NullLaw(double nu, double rest, Spectrum mu, Spectrum xi) {
        this.nu = nu;
        this.rest = rest;
        this.mu = mu;
        this.xi = xi;
    }

    /** The law for one effect of a term, as if it were the only one; none if its eigenproblem is too large. */
    public static Optional<NullLaw> of(FittedModel model, int term, int effect, boolean reml) {
        FittedModel.Place place = model.places().get(term);
        List<double[]> maps = new ArrayList<>();
        for (int f = 0; f < model.data().factors(); f++) {
            maps.add(new double[f == place.factor() ? model.data().block(f).effects() : 0]);
        }
        maps.get(place.factor())[place.place().offset() + effect] = 1;
        return of(EffectMaps.apply(model.data(), maps), reml);
    }

    /** The law for a factor with one effect per level, the only one of the cross-products. */
    private static Optional<NullLaw> of(CrossProducts data, boolean reml) {
        int p = data.fixedColumns();
        double[] d = data.block(0).own();
        List<Double> eigenvalues = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        List<Double> diagonal = new ArrayList<>();
        deflate(d, standardised(data), p, eigenvalues, rows, diagonal);
        int m = rows.size();
        if (m > LARGEST) {
            return Optional.empty();
        }
        double[] whole = new double[m * m];
        for (int k = 0; k < m; k++) {
            for (int i = k; i < m; i++) {
                double sum = i == k ? diagonal.get(k) : 0;
                for (int c = 0; c < p; c++) {
                    sum -= rows.get(i)[c] * rows.get(k)[c];
                }
                whole[k * m + i] = sum;
            }
        }
        for (double value : Eigenvalues.of(m, whole)) {
            eigenvalues.add(value);
        }
        double[] mu = eigenvalues.stream().mapToDouble(Double::doubleValue).toArray();
        double scale = Arrays.stream(d).max().orElse(1);
        Spectrum spectrum = Spectrum.of(mu, scale);
        double rest = data.rows() - p - spectrum.total();
        return Optional.of(new NullLaw(
                reml ? data.rows() - p : data.rows(), rest, spectrum, reml ? spectrum : Spectrum.of(d, scale)));
    }

    /** Rows of Z'WX(X'WX)^{-1/2}. */
    private static double[][] standardised(CrossProducts data) {
        int p = data.fixedColumns();
        double[] factor = new double[p * p];
        for (int k = 0; k < p; k++) {
            System.arraycopy(data.fixed(), k * (p + 1), factor, k * p, p);
        }
        if (Kernels.java().potrf(p, factor, 0, p) != 0) {
            throw new IllegalStateException("X'WX of the kept columns is not positive definite");
        }
        CrossProducts.Block block = data.block(0);
        double[][] rows = new double[block.levels()][p];
        for (int j = 0; j < rows.length; j++) {
            for (int c = 0; c < p; c++) {
                double sum = block.withFixed()[j * (p + 1) + c];
                for (int h = 0; h < c; h++) {
                    sum -= factor[h * p + c] * rows[j][h];
                }
                rows[j][c] = sum / factor[c * p + c];
            }
        }
        return rows;
    }

    /** Of c levels with equal diagonal all but p are turned into eigenvalues; the rest have at most p rows. */
    private static void deflate(
            double[] d, double[][] e, int p, List<Double> eigenvalues, List<double[]> rows, List<Double> diagonal) {
        Integer[] order = IntStream.range(0, d.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(d[a], d[b]));
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && d[order[to]] - d[order[from]] <= 1e-14 * d[order[from]]) {
                to++;
            }
            int count = to - from;
            if (count <= p) {
                for (int i = from; i < to; i++) {
                    rows.add(e[order[i]]);
                }
            } else {
                double[] gram = new double[p * p];
                for (int i = from; i < to; i++) {
                    for (int k = 0; k < p; k++) {
                        for (int h = 0; h < p; h++) {
                            gram[k * p + h] += e[order[i]][k] * e[order[i]][h];
                        }
                    }
                }
                double[] values = new double[p];
                double[] vectors = new double[p * p];
                Symmetric.eigen(p, gram, values, vectors);
                for (int c = 0; c < p; c++) {
                    double root = Math.sqrt(Math.max(0, values[c]));
                    rows.add(Arrays.stream(vectors, c * p, c * p + p)
                            .map(x -> root * x)
                            .toArray());
                }
                for (int i = p; i < count; i++) {
                    eigenvalues.add(d[order[from]]);
                }
            }
            for (int i = 0; i < Math.min(count, p); i++) {
                diagonal.add(d[order[from]]);
            }
            from = to;
        }
    }

    /** Draws of the ratio, ascending; the k-th depends on the seed and k only. */
    double[] draws(int count, long seed) {
        double[] lambda = new double[GRID];
        double[] penalty = new double[GRID];
        double[][] shrink = new double[GRID][mu.values.length];
        for (int g = 0; g < GRID; g++) {
            lambda[g] = Math.exp(LOWEST + g * (HIGHEST - LOWEST) / (GRID - 1));
            penalty[g] = xi.penalty(lambda[g]);
            for (int s = 0; s < mu.values.length; s++) {
                shrink[g][s] = 1 / (1 + lambda[g] * mu.values[s]);
            }
        }
        return IntStream.range(0, count)
                .parallel()
                .mapToDouble(k -> draw(Streams.of(seed, k), lambda, penalty, shrink))
                .sorted()
                .toArray();
    }

    private double draw(UniformRandomProvider random, double[] lambda, double[] penalty, double[][] shrink) {
        double[] w = new double[mu.values.length];
        double free = rest > 0 ? chiSquare(random, rest) : 0;
        double total = free;
        for (int s = 0; s < w.length; s++) {
            w[s] = chiSquare(random, mu.counts[s]);
            total += w[s];
        }
        double best = 0;
        int at = -1;
        for (int g = 0; g < lambda.length; g++) {
            double d = free;
            for (int s = 0; s < w.length; s++) {
                d += shrink[g][s] * w[s];
            }
            double value = nu * Math.log(total / d) - penalty[g];
            if (value > best) {
                best = value;
                at = g;
            }
        }
        return at < 0 ? 0 : refined(w, free, total, Math.log(lambda[at]), best);
    }

    private static double chiSquare(UniformRandomProvider random, double degrees) {
        return AhrensDieterMarsagliaTsangGammaSampler.of(random, degrees / 2, 2).sample();
    }

    /** The maximum near a point of the grid, by the golden section. */
    private double refined(double[] w, double free, double total, double logLambda, double found) {
        double step = (HIGHEST - LOWEST) / (GRID - 1);
        double low = logLambda - step;
        double high = logLambda + step;
        double golden = (Math.sqrt(5) - 1) / 2;
        double best = found;
        for (int i = 0; i < 12; i++) {
            double a = high - golden * (high - low);
            double b = low + golden * (high - low);
            double fa = value(w, free, total, Math.exp(a));
            double fb = value(w, free, total, Math.exp(b));
            best = Math.max(best, Math.max(fa, fb));
            low = fa < fb ? a : low;
            high = fa < fb ? high : b;
        }
        return best;
    }

    private double value(double[] w, double free, double total, double lambda) {
        double d = free;
        for (int s = 0; s < w.length; s++) {
            d += w[s] / (1 + lambda * mu.values[s]);
        }
        return nu * Math.log(total / d) - xi.penalty(lambda);
    }

    /** The probability of a ratio at least as large as the observed one, by simulation. */
    public double pValue(double observed, int draws, long seed) {
        return pValue(draws(draws, seed), observed);
    }

    /** (1 + the number of draws at least as large) / (1 + the number of draws), so that it is never zero. */
    static double pValue(double[] draws, double observed) {
        long count = Arrays.stream(draws).filter(x -> x >= observed).count();
        return (1.0 + count) / (1.0 + draws.length);
    }
}
