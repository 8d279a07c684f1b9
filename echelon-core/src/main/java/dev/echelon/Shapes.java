package dev.echelon;

import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.inference.BetweenWithin;
import dev.echelon.result.ModelShape;
import dev.echelon.result.ResidualCovariance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the dimensions of a model off its cross-products. */
final class Shapes {
    private final CrossProducts data;
    private final List<GroupingFactor> factors;

    private Shapes(CrossProducts data, List<GroupingFactor> factors) {
        this.data = data;
        this.factors = factors;
    }

    static ModelShape of(FitState state) {
        List<ModelShape.RandomTerm> terms = new ArrayList<>();
        for (FitState.Term term : state.terms()) {
            terms.add(unsized(
                    term.name(),
                    term.group(),
                    term.structure(),
                    term.columns(),
                    term.levels().size()));
        }
        return new Shapes(state.data(), state.factors())
                .shape(
                        Formula.parse(state.formula()).response().label(),
                        state.columns(),
                        indexOf(state.kept(), state.conditioning().intercept()),
                        terms,
                        state.criterion(),
                        state.residual().map(known -> side(known.estimate())));
    }

    static ModelShape of(Lmm model, Prepared prepared) {
        List<ModelShape.RandomTerm> terms = new ArrayList<>();
        for (Design.RandomBlock made : prepared.design().random()) {
            Design.RandomBlock block = made.shown();
            terms.add(unsized(
                    block.name(),
                    block.group(),
                    block.covariance().name(),
                    block.effects().names(),
                    block.levels().size()));
        }
        List<String> names = prepared.encoding().fixedNames();
        int[] kept = prepared.aliasing().kept();
        return new Shapes(prepared.data(), prepared.factors())
                .shape(
                        model.formula().response().label(),
                        Arrays.stream(kept).mapToObj(names::get).toList(),
                        indexOf(kept, prepared.conditioning().intercept()),
                        terms,
                        model.criterion(),
                        prepared.design().residual().map(Shapes::side));
    }

    private static ModelShape.RandomTerm unsized(
            String name, String group, String structure, List<String> columns, int levels) {
        return new ModelShape.RandomTerm(name, group, structure, columns, levels, 0, 0);
    }

    private static ModelShape.ResidualSide side(ResidualCovariance known) {
        return new ModelShape.ResidualSide(
                known.structure(),
                known.formula(),
                known.subject(),
                known.subjects(),
                known.fewest(),
                known.most(),
                known.group(),
                known.variances(),
                known.parameters().size());
    }

    static ModelShape.ResidualSide side(ResidualRows rows) {
        int[] counts = new int[rows.subjectLevels().size()];
        for (int subject : rows.subjects()) {
            counts[subject]++;
        }
        return new ModelShape.ResidualSide(
                rows.structure().name(),
                rows.structure().formula(),
                rows.subject(),
                counts.length,
                Arrays.stream(counts).filter(count -> count > 0).min().orElse(0),
                Arrays.stream(counts).max().orElse(0),
                rows.group(),
                rows.variances().stream().map(ResidualRows.Variance::label).toList(),
                parameters(rows));
    }

    private static int parameters(ResidualRows rows) {
        int count = rows.structure().parameterCount(rows.slotNames().size())
                * rows.groupLevels().size();
        for (ResidualRows.Variance variance : rows.variances()) {
            count += variance.function()
                    .parameterCount(Math.max(1, variance.strata().size()));
        }
        return count;
    }

    private static int indexOf(int[] kept, int column) {
        for (int k = 0; k < kept.length; k++) {
            if (kept[k] == column) {
                return k;
            }
        }
        return -1;
    }

    private ModelShape shape(
            String response,
            List<String> columns,
            int intercept,
            List<ModelShape.RandomTerm> terms,
            Criterion criterion,
            Optional<ModelShape.ResidualSide> residual) {
        return new ModelShape(
                response,
                data.rows(),
                fixed(columns, intercept),
                sized(terms),
                nested(),
                criterion == Criterion.REML,
                residual);
    }

    private List<ModelShape.FixedColumn> fixed(List<String> names, int intercept) {
        List<boolean[]> constant = new ArrayList<>();
        for (int f = 0; f < factors.size(); f++) {
            constant.add(BetweenWithin.constantWithin(data, f));
        }
        List<ModelShape.FixedColumn> columns = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            List<String> within = new ArrayList<>();
            for (int f = 0; f < factors.size(); f++) {
                if (k == intercept || constant.get(f)[k]) {
                    within.add(factors.get(f).group());
                }
            }
            columns.add(new ModelShape.FixedColumn(names.get(k), k == intercept, within));
        }
        return columns;
    }

    /** The terms factor by factor, most levels first, with the sizes of the levels. */
    private List<ModelShape.RandomTerm> sized(List<ModelShape.RandomTerm> terms) {
        List<ModelShape.RandomTerm> sized = new ArrayList<>();
        for (int f = 0; f < factors.size(); f++) {
            long[] counts = data.block(f).counts();
            long smallest = Arrays.stream(counts).min().orElse(0);
            long largest = Arrays.stream(counts).max().orElse(0);
            for (ModelShape.RandomTerm term : terms) {
                if (term.group().equals(factors.get(f).group())) {
                    sized.add(new ModelShape.RandomTerm(
                            term.name(),
                            term.group(),
                            term.structure(),
                            term.columns(),
                            term.levels(),
                            smallest,
                            largest));
                }
            }
        }
        for (ModelShape.RandomTerm term : terms) { // of related levels, all of which are one in the cross-products
            if (sized.stream().noneMatch(known -> known.name().equals(term.name()))) {
                sized.add(term);
            }
        }
        return sized;
    }

    /** Factors with most levels first are a hierarchy if each is inside the next. */
    private boolean nested() {
        for (int f = 0; f + 1 < data.factors(); f++) {
            if (!data.coupling(f, f + 1).nested()) {
                return false;
            }
        }
        return true;
    }
}
