package dev.echelon.internal.simulation;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Concatenation;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.DesignRows;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Resampling of cases: whole groups of the outermost factor, drawn with replacement, each a group of its own however
 * often it is drawn; then, if wanted, rows within each group. The groups' cross-products are computed once and put
 * together anew for each sample. Leaving one out gives the jackknife.
 *
 * <p><b>Source</b> Van der Leeden, Meijer and Busing (2008), Resampling multilevel models, in: Handbook of Multilevel
 * Analysis, chapter 11.
 */
final class GroupSampler implements Sampler {
    private final FittedModel model;
    private final List<Group> groups = new ArrayList<>();
    private final boolean rows;

    /** The rows of one group, with levels counted within it, and their cross-products. */
    private record Group(Design design, List<GroupingFactor> factors, CrossProducts data) {}

    /**
     * For the rows of a design with response.
     *
     * @param rows whether rows are drawn within groups too
     * @throws EchelonException if the factors are not nested, or there is none
     */
    GroupSampler(FittedModel model, Design design, boolean rows) {
        this.model = model;
        this.rows = rows;
        List<GroupingFactor> factors = GroupingFactor.of(design);
        requireNested(factors, model.data());
        GroupingFactor top = factors.get(factors.size() - 1);
        int[][] members = members(top);
        for (int[] of : members) {
            groups.add(group(DesignRows.of(design, of), factors, of));
        }
    }

    private static void requireNested(List<GroupingFactor> factors, CrossProducts data) {
        if (factors.isEmpty()) {
            throw new EchelonException("the model has no groups to resample");
        }
        int top = factors.size() - 1;
        for (int f = 0; f < top; f++) {
            if (!data.coupling(f, top).nested()) {
                throw new EchelonException(
                        "groups can only be resampled or left out if they are nested, but a level of '"
                                + factors.get(f).group() + "' occurs in several levels of '"
                                + factors.get(top).group()
                                + "'; use the parametric or the residual bootstrap, with percentile, basic or normal"
                                + " intervals");
            }
        }
    }

    private static int[][] members(GroupingFactor top) {
        int[] count = new int[top.levels()];
        for (int code : top.codes()) {
            count[code]++;
        }
        int[][] members = new int[top.levels()][];
        Arrays.setAll(members, j -> new int[count[j]]);
        Arrays.fill(count, 0);
        for (int i = 0; i < top.codes().length; i++) {
            int j = top.codes()[i];
            members[j][count[j]++] = i;
        }
        return members;
    }

    private Group group(Design own, List<GroupingFactor> factors, int[] members) {
        List<GroupingFactor> local = new ArrayList<>();
        for (GroupingFactor factor : factors) {
            int[] codes = new int[members.length];
            int[] distinct = Arrays.stream(members)
                    .map(row -> factor.codes()[row])
                    .distinct()
                    .sorted()
                    .toArray();
            for (int i = 0; i < codes.length; i++) {
                codes[i] = Arrays.binarySearch(distinct, factor.codes()[members[i]]);
            }
            local.add(new GroupingFactor(factor.group(), distinct.length, codes, factor.terms()));
        }
        return new Group(own, local, products(own, local));
    }

    private CrossProducts products(Design design, List<GroupingFactor> factors) {
        return CrossProducts.of(design, factors, model.conditioning()).withFixedColumns(model.kept());
    }

    /** Number of groups. */
    int groups() {
        return groups.size();
    }

    @Override
    public CrossProducts sample(UniformRandomProvider random) {
        List<CrossProducts> parts = new ArrayList<>();
        for (int j = 0; j < groups.size(); j++) {
            Group group = groups.get(random.nextInt(groups.size()));
            parts.add(rows ? resampled(group, random) : group.data());
        }
        return Concatenation.of(parts);
    }

    private CrossProducts resampled(Group group, UniformRandomProvider random) {
        int n = group.design().response().length;
        int[] chosen = new int[n];
        for (int i = 0; i < n; i++) {
            chosen[i] = random.nextInt(n);
        }
        List<GroupingFactor> factors = new ArrayList<>();
        for (GroupingFactor factor : group.factors()) {
            int[] codes = new int[n];
            Arrays.setAll(codes, i -> factor.codes()[chosen[i]]);
            factors.add(new GroupingFactor(factor.group(), factor.levels(), codes, factor.terms()));
        }
        return products(DesignRows.of(group.design(), chosen), factors);
    }

    /** The cross-products without one group. */
    CrossProducts without(int left) {
        List<CrossProducts> parts = new ArrayList<>();
        for (int j = 0; j < groups.size(); j++) {
            if (j != left) {
                parts.add(groups.get(j).data());
            }
        }
        return Concatenation.of(parts);
    }
}
