package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Alignment;
import dev.echelon.internal.crossproducts.ColumnChange;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.DerivedConditioning;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Recoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sums of a {@link DataSummary} in the columns, levels and scale of another encoding of the same rows. */
final class Recast {
    private final DataSummary from;
    private final ColumnChange.Side own;
    private final Design header;
    private final List<GroupingFactor> factors;
    private final double[] fixed;
    private final List<double[]> effects;

    /**
     * Finds the columns.
     *
     * @param to an encoding whose factors have all levels that occur in the rows
     * @throws EchelonException if a column is no combination of those that were summed up; the message names it
     */
    Recast(DataSummary from, Encoding to) {
        this.from = from;
        this.own = new ColumnChange.Side(GroupingFactor.of(from.header()), from.conditioning());
        this.header = to.header();
        this.factors = GroupingFactor.of(header);
        Recoding recoding = Recoding.of(from.encoding(), to);
        this.fixed = recoding.fixed();
        this.effects = new ArrayList<>(recoding.effects());
        for (int t = 0; t < effects.size(); t++) {
            if (header.random().get(t).related().isPresent()) {
                effects.set(t, related(header.random().get(t)));
            }
        }
    }

    /** Columns of related levels are those of the levels: they stay what they are. */
    private double[] related(Design.RandomBlock block) {
        List<Design.RandomBlock> blocks = from.header().random();
        for (GroupingFactor factor : own.factors()) {
            for (GroupingFactor.Term term : factor.terms()) {
                boolean same = factor.group().equals(block.group())
                        && blocks.get(term.index())
                                .effects()
                                .names()
                                .equals(block.effects().names());
                if (same) {
                    int q = factor.effects();
                    double[] columns = new double[q * term.width()];
                    for (int k = 0; k < term.width(); k++) {
                        columns[k * q + term.offset() + k] = 1;
                    }
                    return columns;
                }
            }
        }
        throw new EchelonException("the term '" + block.name()
                + "' with a known covariance of its levels was summed up for other levels or effects;"
                + " sum the data up again");
    }

    Design header() {
        return header;
    }

    /** A scale for the columns, that of the sums as far as it goes. */
    Conditioning scale() {
        return DerivedConditioning.of(from.data(), own, factors, header, fixed, effects);
    }

    /** The sums in a scale. */
    CrossProducts in(Conditioning scale) {
        CrossProducts changed =
                ColumnChange.apply(from.data(), own, new ColumnChange.Side(factors, scale), fixed, effects);
        List<String> left = own.factors().stream()
                .map(GroupingFactor::group)
                .filter(group ->
                        factors.stream().anyMatch(factor -> factor.group().equals(group)))
                .toList();
        List<Alignment.Factor> places = new ArrayList<>();
        for (GroupingFactor factor : factors) {
            places.add(new Alignment.Factor(left.indexOf(factor.group()), places(factor), factor.levels()));
        }
        return Alignment.apply(changed, places);
    }

    /** Where the levels of a factor are among those of the other encoding. */
    private int[] places(GroupingFactor factor) {
        List<String> levels = levels(header, factor.group());
        List<String> known = levels(from.header(), factor.group());
        Map<String, Integer> index = new HashMap<>();
        if (!levels.equals(known)) {
            for (int j = 0; j < levels.size(); j++) {
                index.put(levels.get(j), j);
            }
        }
        int[] places = new int[known.size()];
        for (int j = 0; j < places.length; j++) {
            places[j] = index.getOrDefault(known.get(j), j);
        }
        return places;
    }

    private static List<String> levels(Design header, String group) {
        return header.random().stream()
                .filter(block -> block.group().equals(group))
                .findFirst()
                .orElseThrow()
                .levels();
    }
}
