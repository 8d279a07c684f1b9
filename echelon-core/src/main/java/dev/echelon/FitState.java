package dev.echelon;

import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.Learned;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.Convergence;
import dev.echelon.result.Finding;
import dev.echelon.result.RowReport;
import java.util.List;

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
 */
record FitState(
        String formula,
        Criterion criterion,
        EncodingOptions options,
        Learned learned,
        double objective,
        double sigma,
        int[] kept,
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
        Conditioning conditioning) {

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
            double[] variances) {}

    /** What work after the fit needs of it. */
    FittedModel model() {
        return new FittedModel(
                Encoding.of(Formula.parse(formula), options, learned),
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
