package dev.echelon.internal.crossproducts;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.design.Design;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All random-effects terms that share one grouping factor, side by side: m levels with q effects each, where Σ is block
 * diagonal over the terms. {@code (1 | g) + (0 + x | g)} is one factor with q = 2.
 *
 * @param group the grouping label
 * @param levels number of levels m
 * @param codes level of each row
 * @param terms the terms, in the order of the formula
 */
public record GroupingFactor(String group, int levels, int[] codes, List<Term> terms) {

    /**
     * A term's place in the factor.
     *
     * @param index of the term in {@link Design#random()}
     * @param offset of its first effect among the q effects of the factor
     * @param width how many effects it has
     * @param covariance their structure
     */
    public record Term(int index, int offset, int width, Covariance covariance) {}

    /** Number of effects q of a level. */
    public int effects() {
        Term last = terms.get(terms.size() - 1);
        return last.offset() + last.width();
    }

    /** The factors of a design, those with the most levels first; ties keep the order of the formula. */
    public static List<GroupingFactor> of(Design design) {
        Map<String, GroupingFactor> byGroup = new LinkedHashMap<>();
        List<Design.RandomBlock> blocks = design.random();
        for (int b = 0; b < blocks.size(); b++) {
            Design.RandomBlock block = blocks.get(b);
            GroupingFactor known = byGroup.get(block.group());
            int offset = known == null ? 0 : known.effects();
            List<Term> terms = new ArrayList<>(known == null ? List.of() : known.terms());
            terms.add(new Term(b, offset, block.effects().width(), block.covariance()));
            byGroup.put(
                    block.group(),
                    new GroupingFactor(block.group(), block.levels().size(), block.codes(), List.copyOf(terms)));
        }
        List<GroupingFactor> factors = new ArrayList<>(byGroup.values());
        factors.sort((a, b) -> Integer.compare(b.levels(), a.levels()));
        return factors;
    }
}
