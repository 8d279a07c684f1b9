package dev.echelon.result;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.Arrays;
import java.util.List;

/** How p values and intervals of several comparisons are adjusted, so that the family of them errs rarely. */
public enum Adjustment {
    /** Each by itself. */
    NONE("none", "none"),
    /** The studentised range; exact for all pairs of equally precise, uncorrelated means. */
    TUKEY("tukey", "Tukey's studentised range"),
    /** The largest |t| of comparisons with a control, with their correlations. */
    DUNNETT("dunnett", "Dunnett's, with the estimated correlations"),
    /** The largest |t| of any comparisons, with their correlations. */
    MVT("mvt", "multivariate t, with the estimated correlations"),
    /** 1 − (1 − p)ⁿ. */
    SIDAK("sidak", "Šidák's"),
    /** np. */
    BONFERRONI("bonferroni", "Bonferroni's"),
    /** Bonferroni's, step by step from the smallest p. */
    HOLM("holm", "Holm's"),
    /** Step by step from the largest p; for tests that are not negatively dependent. */
    HOCHBERG("hochberg", "Hochberg's"),
    /** Benjamini and Hochberg's false discovery rate. */
    BH("bh", "Benjamini and Hochberg's false discovery rate"),
    /** The F distribution of all combinations of the comparisons. */
    SCHEFFE("scheffe", "Scheffé's");

    private final String id;
    private final String title;

    Adjustment(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** The name in options and files. */
    public String id() {
        return id;
    }

    /** The name in reports. */
    public String title() {
        return title;
    }

    /** The names of all adjustments. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Adjustment::id).toList();
    }

    /**
     * The adjustment of that name; {@code fdr} is another name of {@code bh}.
     *
     * @throws EchelonException if there is none; the message lists the names
     */
    public static Adjustment of(String id) {
        for (Adjustment adjustment : values()) {
            if (adjustment.id.equals(id) || (adjustment == BH && id.equals("fdr"))) {
                return adjustment;
            }
        }
        throw new EchelonException(
                "no adjustment '" + id + "'" + Suggestions.hint(id, ids()) + "; choose " + String.join(", ", ids()));
    }
}
