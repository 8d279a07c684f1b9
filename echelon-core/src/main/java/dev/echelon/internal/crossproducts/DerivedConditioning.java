package dev.echelon.internal.crossproducts;

import dev.echelon.covariance.Covariance.Invariance;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The conditioning of a model whose columns are combinations of those that were summed up. Columns that stay what they
 * are keep their scale, so that cross-products of smaller models have the bits that the data would have given; others
 * are scaled by their sums of squares.
 */
public final class DerivedConditioning {
    private final CrossProducts data;
    private final ColumnChange.Side from;
    private final List<GroupingFactor> factors;
    private final Design header;
    private final double[] fixed;
    private final List<double[]> effects;

    private DerivedConditioning(
            CrossProducts data,
            ColumnChange.Side from,
            List<GroupingFactor> factors,
            Design header,
            double[] fixed,
            List<double[]> effects) {
        this.data = data;
        this.from = from;
        this.factors = factors;
        this.header = header;
        this.fixed = fixed;
        this.effects = effects;
    }

    /**
     * Finds it.
     *
     * @param data of the columns of {@code from}
     * @param factors of the model
     * @param header of the model
     * @param fixed its fixed columns as combinations, p×p'
     * @param effects for each of its random terms its columns as combinations of the effects of the factor in {@code from}
     */
    public static Conditioning of(
            CrossProducts data,
            ColumnChange.Side from,
            List<GroupingFactor> factors,
            Design header,
            double[] fixed,
            List<double[]> effects) {
        return new DerivedConditioning(data, from, factors, header, fixed, effects).derive();
    }

    private Conditioning derive() {
        ModelMatrix x = header.fixed();
        Conditioning own = from.conditioning();
        int p = from.columns();
        int intercept = -1;
        for (int k = 0; k < x.width() && intercept < 0; k++) {
            intercept = isOne(x, k) ? k : -1;
        }
        double[] shift = new double[x.width()];
        double[] scale = new double[x.width()];
        for (int k = 0; k < x.width(); k++) {
            int j = ColumnChange.unit(p, fixed, k);
            double lost = j < 0 || intercept >= 0 ? 0 : own.fixedShift(j);
            shift[k] = j < 0 || intercept < 0 ? 0 : own.fixedShift(j);
            scale[k] = j < 0 ? 1 : larger(own.fixedScale(j), lost);
        }
        double centre = intercept >= 0 ? own.responseShift() : 0;
        double spread = larger(own.responseScale(), own.responseShift() - centre);
        List<Conditioning.Effects> all = new ArrayList<>();
        for (GroupingFactor factor : factors) {
            all.add(effects(factor));
        }
        return Conditioning.of(centre, spread, shift, scale, intercept, all);
    }

    private static boolean isOne(ModelMatrix matrix, int column) {
        return matrix.column(column) instanceof ModelColumn.Constant c && c.constant() == 1;
    }

    /** The scale of a column of which a shift is taken back. */
    private static double larger(double scale, double shift) {
        return shift == 0 ? scale : Math.max(scale, powerOfTwo(Math.abs(shift)));
    }

    private static double powerOfTwo(double x) {
        return Math.scalb(1.0, Math.max(-1000, Math.min(1000, Math.getExponent(x))));
    }

    private Conditioning.Effects effects(GroupingFactor factor) {
        int q = factor.effects();
        double[] shift = new double[q];
        double[] map = new double[q * q];
        boolean identity = true;
        for (GroupingFactor.Term term : factor.terms()) {
            ModelMatrix z = header.random().get(term.index()).effects();
            identity &= z.width() == 1 && isOne(z, 0);
            if (!keep(factor.group(), term, q, shift, map)) {
                scale(factor.group(), term, q, map);
            }
        }
        return new Conditioning.Effects(shift, map, identity);
    }

    /** The scale of a term of the other model whose first effects these are, if both structures allow the same changes. */
    private boolean keep(String group, GroupingFactor.Term term, int q, double[] shift, double[] map) {
        int f = from.find(group);
        GroupingFactor factor = from.factors().get(f);
        int first = ColumnChange.unit(factor.effects(), effects.get(term.index()), 0);
        for (GroupingFactor.Term own : factor.terms()) {
            boolean prefix = own.offset() == first
                    && own.width() >= term.width()
                    && allows(term, own.covariance().invariance());
            for (int k = 0; prefix && k < term.width(); k++) {
                prefix = ColumnChange.unit(factor.effects(), effects.get(term.index()), k) == first + k;
            }
            if (prefix) {
                copy(f, factor.effects(), own, term, q, shift, map);
                return true;
            }
        }
        return false;
    }

    private static boolean allows(GroupingFactor.Term term, Invariance other) {
        return term.width() == 1 || term.covariance().invariance() == other;
    }

    private void copy(
            int f, int width, GroupingFactor.Term own, GroupingFactor.Term term, int q, double[] shift, double[] map) {
        Conditioning.Effects known = from.conditioning().effects(f);
        for (int k = 0; k < term.width(); k++) {
            shift[term.offset() + k] = known.shift()[own.offset() + k];
            System.arraycopy(
                    known.map(),
                    (own.offset() + k) * width + own.offset(),
                    map,
                    (term.offset() + k) * q + term.offset(),
                    k + 1);
        }
    }

    /** One over the root mean square of each effect, or of the largest. */
    private void scale(String group, GroupingFactor.Term term, int q, double[] map) {
        int f = from.find(group);
        int width = from.factors().get(f).effects();
        double[] inverse = ColumnChange.upperInverse(
                width, ColumnChange.whole(from.conditioning(), f, from.factors().get(f)));
        double[] columns = ColumnChange.product(width, width, inverse, effects.get(term.index()));
        double[] gram = gram(data.block(f));
        double[] scale = new double[term.width()];
        for (int k = 0; k < scale.length; k++) {
            double[] column = Arrays.copyOfRange(columns, k * width, (k + 1) * width);
            double[] image = ColumnChange.product(width, width, gram, column);
            double square = 0;
            for (int i = 0; i < width; i++) {
                square += column[i] * image[i];
            }
            boolean one = isOne(header.random().get(term.index()).effects(), k);
            scale[k] = square > 0 && !one ? powerOfTwo(Math.sqrt(square / data.rows())) : 1;
        }
        if (term.covariance().invariance() == Invariance.SCALAR) {
            Arrays.fill(scale, Arrays.stream(scale).max().orElse(1));
        }
        for (int k = 0; k < scale.length; k++) {
            map[(term.offset() + k) * q + term.offset() + k] = 1 / scale[k];
        }
    }

    /** Σ_j Z_j'WZ_j. */
    private static double[] gram(CrossProducts.Block block) {
        int q = block.effects();
        double[] gram = new double[q * q];
        for (int j = 0; j < block.levels(); j++) {
            for (int k = 0; k < q; k++) {
                for (int i = 0; i < q; i++) {
                    gram[k * q + i] += block.own()[(j * q + Math.min(i, k)) * q + Math.max(i, k)];
                }
            }
        }
        return gram;
    }
}
