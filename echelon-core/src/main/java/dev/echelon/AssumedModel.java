package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Aliasing;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Basis;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Learned;
import dev.echelon.internal.design.Purpose;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.simulation.ResponseSimulator;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model with known parameters in a design: what simulations draw from. The response of the data is not read and may be
 * absent.
 *
 * @param model with parameters in place of estimates
 * @param rows the design
 * @param total how many rows the data have
 */
record AssumedModel(FittedModel model, EncodedRows rows, int total) {
    /** The seed of the response from which the scale of y is learned; no result depends on it. */
    private static final long SCALE_SEED = 1;

    /** The model of a formula. */
    static AssumedModel of(Lmm lmm, ModelParameters parameters, RowSource data) {
        requireIndependent(lmm.formula());
        Table table = withResponse(lmm.formula(), Encoding.inMemory(data));
        Encoding encoding = Encoding.learn(lmm.formula(), table, lmm.encoding());
        return of(encoding, parameters, table);
    }

    static AssumedModel of(Encoding encoding, ModelParameters parameters, Table table) {
        EncodedRows rows = encoding.encode(table, Purpose.FIT, 0);
        List<Design.RandomBlock> blocks = rows.design().random();
        return of(
                encoding,
                table,
                parameters.beta(encoding.fixedNames()),
                parameters.relative(blocks),
                parameters.sigma());
    }

    /**
     * The model of a fit in other rows of the same kind. Levels of grouping factors and means of groups are those of the
     * new rows; all else that the fit has learned stays.
     */
    static AssumedModel of(FitState state, double[] beta, RowSource data) {
        Formula formula = Formula.parse(state.formula());
        requireIndependent(formula);
        Table table = withResponse(formula, Encoding.inMemory(data));
        Learned fresh = Encoding.learn(formula, table, state.options()).learned();
        Encoding encoding = Encoding.of(formula, state.options(), merged(state.learned(), fresh));
        Map<String, Double> named = new LinkedHashMap<>();
        for (int k = 0; k < beta.length; k++) {
            named.put(state.columns().get(k), beta[k]);
        }
        List<double[]> relative =
                state.terms().stream().map(FitState.Term::relative).toList();
        return of(encoding, table, named, relative, state.sigma());
    }

    private static void requireIndependent(Formula formula) {
        if (formula.random().stream().anyMatch(term -> !term.relationship().isEmpty())) {
            throw new dev.echelon.error.EchelonException("power and simulations with assumed parameters cannot be"
                    + " computed yet for a model with levels related by a known matrix, gr(…, cov = …)");
        }
        if (formula.hasResidualSide()) {
            throw ResidualState.refusal("power and simulations with assumed parameters");
        }
    }

    private static Learned merged(Learned fitted, Learned fresh) {
        Map<String, Basis> bases = new LinkedHashMap<>(fitted.bases());
        bases.replaceAll((label, basis) ->
                basis instanceof Basis.GroupMeans ? fresh.bases().getOrDefault(label, basis) : basis);
        return new Learned(
                bases,
                fitted.variables(),
                fresh.groups(),
                fresh.rows(),
                fresh.notes(),
                fresh.ranges(),
                fresh.composition(),
                fresh.residual());
    }

    /** Numbers that any transformation of a response can take, for columns that are only read on the left side. */
    private static Table withResponse(Formula formula, Table table) {
        double[] values = new double[table.rowCount()];
        Arrays.setAll(values, i -> 1 + i % 2);
        Table complete = table;
        for (String name : formula.response().columns()) {
            complete = complete.with(name, NumericColumn.of(values));
        }
        return complete;
    }

    private static AssumedModel of(
            Encoding encoding, Table table, Map<String, Double> beta, List<double[]> relative, double sigma) {
        EncodedRows rows = encoding.encode(table, Purpose.FIT, 0);
        FittedModel rough = model(encoding, rows.design(), beta, relative, sigma);
        double[] response = new ResponseSimulator(
                        rough, rows.design(), new double[0], rows.design().weights(), false)
                .sample(1, SCALE_SEED)[0];
        Design scaled = new Design(
                response,
                rows.design().weights(),
                rows.design().fixed(),
                rows.design().random());
        return new AssumedModel(model(encoding, scaled, beta, relative, sigma), rows, table.rowCount());
    }

    private static FittedModel model(
            Encoding encoding, Design design, Map<String, Double> beta, List<double[]> relative, double sigma) {
        List<GroupingFactor> factors = GroupingFactor.of(design);
        Conditioning conditioning = Conditioning.learn(design, factors);
        CrossProducts all = CrossProducts.of(design, factors, conditioning);
        int[] kept = Aliasing.of(all).kept();
        List<String> names =
                Arrays.stream(kept).mapToObj(encoding.fixedNames()::get).toList();
        if (kept.length >= all.rows()) {
            throw new EchelonException(
                    "the design has " + all.rows() + " rows for " + kept.length + " fixed effects; give it more rows");
        }
        List<FittedModel.FittedTerm> terms = new ArrayList<>();
        for (int t = 0; t < relative.size(); t++) {
            Design.RandomBlock block = design.random().get(t);
            terms.add(new FittedModel.FittedTerm(
                    block.name(),
                    block.group(),
                    block.covariance().name(),
                    block.effects().names(),
                    block.levels(),
                    relative.get(t),
                    new double[block.levels().size() * block.effects().width()]));
        }
        double[] values = names.stream().mapToDouble(name -> value(beta, name)).toArray();
        return new FittedModel(encoding, kept, names, values, sigma, terms, all.withFixedColumns(kept), conditioning);
    }

    private static double value(Map<String, Double> beta, String name) {
        Double value = beta.get(name);
        if (value == null) {
            throw new EchelonException("the design has a column '" + name
                    + "' of which the fit has no effect, so that no response can be simulated; leave such rows out");
        }
        return value;
    }
}
