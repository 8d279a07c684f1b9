package dev.echelon;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.Covariances;
import dev.echelon.covariance.LevelCovariance;
import dev.echelon.covariance.RepeatedCovariance;
import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.KnownLevels;
import dev.echelon.internal.design.Learned;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.PlanText;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.Convergence;
import dev.echelon.result.Finding;
import dev.echelon.result.MonteCarlo;
import dev.echelon.result.RowReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All of a fit that is worth keeping: what a saved fit holds.
 *
 * @param formula the text, with any dot expanded
 * @param criterion what was optimised
 * @param options what was asked for besides the formula
 * @param learned the encoding
 * @param objective −2 log-likelihood or REML criterion
 * @param sigma residual standard deviation
 * @param kept indices of the columns of X that are estimated
 * @param dependence the other columns as combinations of the kept ones, row by row; empty if that is not known
 * @param columns their names
 * @param beta their estimates
 * @param covariance of beta, p×p column-major
 * @param terms the random terms, in the order of the formula
 * @param singular whether some Σ is singular
 * @param convergence the certificate
 * @param findings what the reader must know
 * @param rows what became of the rows
 * @param plan how the likelihood was computed, in a few words
 * @param kernels the dense kernels used
 * @param data the cross-products of the kept columns
 * @param conditioning their scale
 * @param residual the R side; empty if the residuals are independent with one variance
 * @param monteCarlo errors of an iterative computation; empty if it was exact
 */
record FitState(
        String formula,
        Criterion criterion,
        EncodingOptions options,
        Learned learned,
        double objective,
        double sigma,
        int[] kept,
        double[] dependence,
        List<String> columns,
        double[] beta,
        double[] covariance,
        List<Term> terms,
        boolean singular,
        Convergence convergence,
        List<Finding> findings,
        RowReport rows,
        String plan,
        String kernels,
        CrossProducts data,
        Conditioning conditioning,
        Optional<ResidualState> residual,
        Optional<MonteCarlo> monteCarlo) {

    /** How a likelihood was computed: in words, its kernels, and its errors if it was not exact. */
    record Computed(String plan, String kernels, Optional<MonteCarlo> monteCarlo) {}

    /** The state of a fit that has just been optimised exactly. */
    static FitState of(
            Lmm model,
            Prepared prepared,
            Estimates estimates,
            Convergence convergence,
            boolean singular,
            Optional<ResidualState> residual) {
        String plan = residual.map(known -> "residuals: " + known.plan())
                .orElseGet(() -> PlanText.summary(
                        prepared.likelihood().plan(),
                        prepared.factors().stream()
                                .map(factor -> factor.group())
                                .toList()));
        Computed computed = new Computed(plan, prepared.likelihood().kernels(), Optional.empty());
        return of(model, prepared, estimates, convergence, singular, residual, computed);
    }

    /** The state of a fit that was computed another way. */
    static FitState of(
            Lmm model,
            Prepared prepared,
            Estimates estimates,
            Convergence convergence,
            boolean singular,
            Computed computed) {
        return of(model, prepared, estimates, convergence, singular, Optional.empty(), computed);
    }

    private static FitState of(
            Lmm model,
            Prepared prepared,
            Estimates estimates,
            Convergence convergence,
            boolean singular,
            Optional<ResidualState> residual,
            Computed computed) {
        int[] kept = prepared.aliasing().kept();
        List<String> names = prepared.encoding().fixedNames();
        List<Finding> findings = new ArrayList<>();
        computed.monteCarlo().map(IterativeFitting::finding).ifPresent(findings::add);
        findings.addAll(
                BoundFindings.added(Findings.of(prepared, estimates, convergence, residual), residual, convergence));
        return new FitState(
                prepared.summary().formula(),
                model.criterion(),
                prepared.encoding().options(),
                prepared.encoding().learned(),
                estimates.objective(),
                estimates.sigma(),
                kept,
                prepared.conditioning().dependence(prepared.aliasing()),
                Arrays.stream(kept).mapToObj(names::get).toList(),
                estimates.beta(),
                estimates.covariance(),
                terms(prepared, estimates),
                singular,
                convergence,
                List.copyOf(findings),
                prepared.report(),
                computed.plan(),
                computed.kernels(),
                prepared.data(),
                prepared.conditioning(),
                residual,
                computed.monteCarlo());
    }

    private static List<Term> terms(Prepared prepared, Estimates estimates) {
        List<Design.RandomBlock> blocks = prepared.design().random();
        List<Term> terms = new ArrayList<>();
        int from = 0;
        for (int t = 0; t < blocks.size(); t++) {
            Design.RandomBlock block = blocks.get(t).shown();
            Estimates.TermEstimates of = shown(blocks.get(t), estimates.terms().get(t));
            int count = block.covariance().parameterCount(block.effects().width());
            terms.add(new Term(
                    block.name(),
                    block.group(),
                    block.covariance().name(),
                    block.effects().names(),
                    block.levels(),
                    Arrays.copyOfRange(estimates.theta(), from, from + count),
                    of.relative(),
                    of.modes(),
                    of.variances(),
                    blocks.get(t)
                            .related()
                            .map(related -> related.known().name())
                            .orElse("")));
            from += count;
        }
        return terms;
    }

    /** The estimates of related levels, not of the independent effects that they are made of. */
    private static Estimates.TermEstimates shown(Design.RandomBlock block, Estimates.TermEstimates of) {
        if (block.related().isEmpty()) {
            return of;
        }
        LevelCovariance known = block.related().get().known();
        List<String> levels = block.shown().levels();
        int w = block.shown().effects().width();
        int q = block.effects().width();
        double[] relative = new double[w * w];
        for (int k = 0; k < w * w; k++) {
            relative[k] = of.relative()[k / w * q + k % w];
        }
        return new Estimates.TermEstimates(
                relative,
                KnownLevels.effects(known, levels, w, of.modes()),
                KnownLevels.variances(known, levels, w, of.variances()));
    }

    FitState withResidual(ResidualState value) {
        return new FitState(
                formula,
                criterion,
                options,
                learned,
                objective,
                sigma,
                kept,
                dependence,
                columns,
                beta,
                covariance,
                terms,
                singular,
                convergence,
                findings,
                rows,
                plan,
                kernels,
                data,
                conditioning,
                Optional.of(value),
                monteCarlo);
    }

    /** The factors as they were when the cross-products were made, without the codes of rows. */
    List<GroupingFactor> factors() {
        Map<String, GroupingFactor> byGroup = new LinkedHashMap<>();
        for (int t = 0; t < terms.size(); t++) {
            FitState.Term term = terms.get(t).ofData();
            GroupingFactor known = byGroup.get(term.group());
            List<GroupingFactor.Term> own = new ArrayList<>(known == null ? List.of() : known.terms());
            own.add(new GroupingFactor.Term(
                    t,
                    known == null ? 0 : known.effects(),
                    term.columns().size(),
                    terms.get(t).covariance()));
            byGroup.put(
                    term.group(), new GroupingFactor(term.group(), term.levels().size(), new int[0], List.copyOf(own)));
        }
        List<GroupingFactor> factors = new ArrayList<>(byGroup.values());
        factors.sort((a, b) -> Integer.compare(b.levels(), a.levels()));
        return factors;
    }

    /**
     * One random term.
     *
     * @param name unique name
     * @param group grouping label
     * @param structure name of the covariance structure
     * @param columns names of the w effects
     * @param levels names of the m levels
     * @param theta parameters of the structure on the scale of the data
     * @param relative Σ/σ², w×w
     * @param modes conditional modes, w per level
     * @param variances conditional variances, w×w per level
     * @param relationship name of the known covariance of the levels; empty if they are independent
     */
    record Term(
            String name,
            String group,
            String structure,
            List<String> columns,
            List<String> levels,
            double[] theta,
            double[] relative,
            double[] modes,
            double[] variances,
            String relationship) {

        /** The structure in the cross-products, where all related levels are one. */
        Covariance covariance() {
            Covariance own = Covariances.named(structure);
            return isRelated() ? new RepeatedCovariance(own, columns.size()) : own;
        }

        boolean isRelated() {
            return !relationship.isEmpty();
        }

        /** Names, sizes and Σ/σ² as in the cross-products; without modes. */
        Term ofData() {
            if (!isRelated()) {
                return this;
            }
            List<String> all = new ArrayList<>();
            levels.forEach(level -> columns.forEach(column -> all.add(level + ":" + column)));
            int q = all.size();
            double[] spread = new double[q * q];
            covariance().covariance(q, theta, 0, spread);
            return new Term(
                    name,
                    KnownLevels.group(name, relationship),
                    structure,
                    all,
                    List.of(relationship),
                    theta,
                    spread,
                    new double[0],
                    new double[0],
                    relationship);
        }
    }

    /** How rows become columns. */
    Encoding encoding() {
        return Encoding.of(Formula.parse(formula), options, learned);
    }

    /**
     * What work after the fit needs of it.
     *
     * @throws dev.echelon.error.EchelonException if the fit has an R side, of which the cross-products do not know
     */
    FittedModel model(String purpose) {
        if (residual.isPresent()) {
            throw ResidualState.refusal(purpose);
        }
        requireIndependentLevels(purpose);
        return withoutResidualSide();
    }

    /**
     * Refuses what is computed level by level.
     *
     * @throws dev.echelon.error.EchelonException if levels of a term are related by a known matrix
     */
    void requireIndependentLevels(String purpose) {
        for (Term term : terms) {
            if (term.isRelated()) {
                throw new EchelonException(
                        purpose + " cannot be computed yet for a model with levels related by a known" + " matrix, gr("
                                + term.group() + ", cov = " + term.relationship() + ")");
            }
        }
    }

    /** The same for what needs fixed effects and names only. */
    FittedModel modelOfFixedEffects() {
        return withoutResidualSide();
    }

    /** The same for a purpose that has no name. */
    FittedModel model() {
        return model("this");
    }

    private FittedModel withoutResidualSide() {
        return new FittedModel(
                encoding(),
                kept,
                columns,
                beta,
                sigma,
                terms.stream()
                        .map(term -> new FittedModel.FittedTerm(
                                term.name(),
                                term.group(),
                                term.structure(),
                                term.columns(),
                                term.levels(),
                                term.relative(),
                                term.modes()))
                        .toList(),
                data,
                conditioning);
    }
}
