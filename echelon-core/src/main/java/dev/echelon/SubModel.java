package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import java.util.List;

/** The sums of a model whose columns are combinations of those of a larger one. */
final class SubModel {

    private SubModel() {}

    /**
     * The sums for a model; those that there are if it is the one they were made for.
     *
     * @throws EchelonException if they do not hold what the model needs; the message says what
     */
    static DataSummary of(DataSummary all, Lmm model) {
        EncodingOptions own = all.encoding().options();
        EncodingOptions asked = model.encoding();
        requireSame("weights", own.weights(), asked.weights());
        requireSame("offset", own.offset(), asked.offset());
        if (!own.factors().containsAll(asked.factors())) {
            throw new EchelonException("the columns treated as factors are " + own.factors()
                    + " in the cross-products; others cannot be made factors any more, sum the data up again");
        }
        Formula formula = model.formula();
        if (formula.hasResidualSide()) {
            throw new EchelonException("a model with repeated() or variance() cannot be fitted from cross-products: its"
                    + " likelihood needs the rows; fit it from the data");
        }
        boolean same = formula.hasDot()
                || formula.expanded().equals(all.encoding().formula().expanded());
        boolean sameCodings = asked.codings().isEmpty() || asked.codings().equals(own.codings());
        return same && sameCodings ? all : smaller(all, model);
    }

    private static void requireSame(String what, String own, String asked) {
        if (!asked.isEmpty() && !asked.equals(own)) {
            throw new EchelonException("the cross-products were summed up with "
                    + (own.isEmpty() ? "no " + what : what + " '" + own + "'") + ", not '" + asked
                    + "', which cannot be changed any more; sum the data up again");
        }
    }

    private static DataSummary smaller(DataSummary all, Lmm model) {
        Formula formula = model.formula();
        String response = all.encoding().formula().response().label();
        if (!formula.response().label().equals(response)) {
            throw new EchelonException("the cross-products hold the response '" + response + "', not '"
                    + formula.response().label() + "'");
        }
        if (!offsets(formula).equals(offsets(all.encoding().formula()))) {
            throw new EchelonException("the cross-products were summed up with the offsets "
                    + offsets(all.encoding().formula()) + ", not " + offsets(formula)
                    + "; sum the data up again for others");
        }
        Encoding encoding;
        Recast recast;
        try {
            encoding = all.encoding().restrictedTo(formula, model.encoding());
            recast = new Recast(all, encoding);
        } catch (EchelonException e) {
            throw new EchelonException(
                    e.getMessage() + "; the cross-products hold '" + all.formula()
                            + "' and models within it, sum the data up again for others",
                    e);
        }
        Conditioning scale = recast.scale();
        return new DataSummary(encoding, recast.header(), scale, recast.in(scale), all.response(), all.digest());
    }

    private static List<String> offsets(Formula formula) {
        return formula.fixed().offsets().stream().map(Expression::label).toList();
    }
}
