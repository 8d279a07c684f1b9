package dev.echelon.internal.predict;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Encoding;
import java.util.Arrays;
import java.util.List;

/** Which random effects take part in a prediction, term by term and column by column. */
final class EffectMask {
    private final boolean[][] included;

    private EffectMask(FittedModel model, boolean value) {
        included = new boolean[model.terms().size()][];
        for (int t = 0; t < included.length; t++) {
            included[t] = new boolean[model.terms().get(t).width()];
            Arrays.fill(included[t], value);
        }
    }

    private EffectMask(boolean[][] included) {
        this.included = included;
    }

    /**
     * The effects of some terms.
     *
     * @param terms names of terms, or bars as in a formula; empty for all
     * @throws EchelonException if one is not part of the model
     */
    static EffectMask of(FittedModel model, List<String> terms) {
        EffectMask mask = new EffectMask(model, terms.isEmpty());
        for (String text : terms) {
            if (text.contains("|")) {
                model.encoding().effects(text).forEach(effects -> mask.include(model, effects));
            } else {
                mask.include(model, text);
            }
        }
        return mask;
    }

    /** All effects of some terms. */
    static EffectMask ofTerms(FittedModel model, boolean[] terms) {
        EffectMask mask = new EffectMask(model, false);
        for (int t = 0; t < terms.length; t++) {
            Arrays.fill(mask.included[t], terms[t]);
        }
        return mask;
    }

    private void include(FittedModel model, String name) {
        List<String> names =
                model.terms().stream().map(FittedModel.FittedTerm::name).toList();
        if (!names.contains(name)) {
            throw new EchelonException("no random term '" + name + "'; the terms are " + String.join(", ", names)
                    + ", and bars such as (1 | " + (names.isEmpty() ? "g" : names.get(0)) + ") choose among effects");
        }
        Arrays.fill(included[names.indexOf(name)], true);
    }

    private void include(FittedModel model, Encoding.NamedEffects effects) {
        for (String column : effects.columns()) {
            boolean found = false;
            for (int t = 0; t < included.length; t++) {
                FittedModel.FittedTerm term = model.terms().get(t);
                int k = term.group().equals(effects.group()) ? term.columns().indexOf(column) : -1;
                if (k >= 0) {
                    included[t][k] = true;
                    found = true;
                }
            }
            if (!found) {
                throw new EchelonException("the model has no random effect of '" + column + "' by '" + effects.group()
                        + "'; its random effects are " + described(model));
            }
        }
    }

    private static String described(FittedModel model) {
        return String.join(
                ", ",
                model.terms().stream()
                        .map(term -> String.join(" and ", term.columns()) + " by " + term.group())
                        .toList());
    }

    /** No effects at all. */
    EffectMask none() {
        boolean[][] nothing = new boolean[included.length][];
        Arrays.setAll(nothing, t -> new boolean[included[t].length]);
        return new EffectMask(nothing);
    }

    /** Whether a term takes part. */
    boolean any(int term) {
        for (boolean effect : included[term]) {
            if (effect) {
                return true;
            }
        }
        return false;
    }

    /** Whether an effect of a term takes part. */
    boolean has(int term, int effect) {
        return included[term][effect];
    }
}
