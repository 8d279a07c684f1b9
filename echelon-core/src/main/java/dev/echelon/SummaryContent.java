package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Basis;
import dev.echelon.internal.design.Composition;
import dev.echelon.internal.design.Learned;
import dev.echelon.result.CrossProductContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds out what is in the sums. */
final class SummaryContent {

    private SummaryContent() {}

    static CrossProductContent of(DataSummary sums) {
        Learned learned = sums.encoding().learned();
        Composition composition = learned.composition();
        List<CrossProductContent.Levels> factors = new ArrayList<>();
        learned.variables().forEach((label, variable) -> {
            if (variable.isFactor()) {
                factors.add(new CrossProductContent.Levels(label, variable.levels()));
            }
        });
        List<String> ranges = new ArrayList<>();
        ranges.add(sums.encoding().formula().response().label());
        ranges.addAll(learned.ranges().keySet());
        List<String> groupMeans = new ArrayList<>();
        learned.bases().forEach((label, basis) -> {
            if (basis instanceof Basis.GroupMeans) {
                groupMeans.add(label);
            }
        });
        return new CrossProductContent(
                sums.formula(),
                sums.rows(),
                sums.encoding().options().weights(),
                sums.encoding().options().offset(),
                sums.encoding().fixedNames(),
                groups(sums),
                pairs(sums),
                factors,
                composition.combinations(),
                ranges,
                List.copyOf(composition.covariates().keySet()),
                groupMeans,
                numbers(sums.data()),
                sums.digest(),
                learned.notes());
    }

    private static List<CrossProductContent.Group> groups(DataSummary sums) {
        List<CrossProductContent.Group> groups = new ArrayList<>();
        List<GroupingFactor> factors = GroupingFactor.of(sums.header());
        for (int f = 0; f < factors.size(); f++) {
            GroupingFactor factor = factors.get(f);
            List<String> effects = new ArrayList<>();
            for (GroupingFactor.Term term : factor.terms()) {
                effects.addAll(sums.header()
                        .random()
                        .get(term.index())
                        .shown()
                        .effects()
                        .names());
            }
            long[] counts = sums.data().block(f).counts();
            groups.add(new CrossProductContent.Group(
                    factor.group(),
                    factor.levels(),
                    effects,
                    Arrays.stream(counts).filter(count -> count > 0).min().orElse(0),
                    (int) Arrays.stream(counts)
                            .filter(count -> count > 0 && count <= factor.effects())
                            .count()));
        }
        return groups;
    }

    private static List<CrossProductContent.Pair> pairs(DataSummary sums) {
        List<CrossProductContent.Pair> pairs = new ArrayList<>();
        List<String> groups = sums.groups();
        for (int f = 0; f < groups.size(); f++) {
            for (int g = f + 1; g < groups.size(); g++) {
                pairs.add(new CrossProductContent.Pair(
                        groups.get(f), groups.get(g), sums.data().coupling(f, g).entries()));
            }
        }
        return pairs;
    }

    private static long numbers(CrossProducts data) {
        long r = data.fixedColumns() + 1L;
        long numbers = r * (r + 1) / 2;
        for (int f = 0; f < data.factors(); f++) {
            CrossProducts.Block block = data.block(f);
            long q = block.effects();
            numbers += block.levels() * (q * (q + 1) / 2 + q * r + 1);
            for (int g = f + 1; g < data.factors(); g++) {
                numbers += data.coupling(f, g).values().length;
            }
        }
        return numbers;
    }

    /** Refuses sums of which a level of a grouping factor has fewer rows. */
    static void requireRows(DataSummary sums, long least) {
        for (CrossProductContent.Group group : groups(sums)) {
            if (group.fewest() < least) {
                throw new EchelonException("a level of '" + group.name() + "' has only " + group.fewest()
                        + (group.fewest() == 1 ? " row" : " rows") + ", fewer than the " + least
                        + " that are asked for; leave such levels out of the data or unite them");
            }
        }
    }
}
