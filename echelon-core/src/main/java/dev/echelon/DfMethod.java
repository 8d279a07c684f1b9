package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.Arrays;
import java.util.List;

/** How the denominator degrees of freedom of tests of fixed effects are found. */
public enum DfMethod {
    /**
     * Satterthwaite's approximation as in lmerTest, with exact derivatives, from the observed information unless {@link
     * LmmFit#information} says otherwise; for ML and REML. The default.
     */
    SATTERTHWAITE("satterthwaite", "Satterthwaite"),
    /**
     * Kenward and Roger (1997): covariance of β̂ adjusted, F scaled, from the expected information unless {@link
     * LmmFit#information} says otherwise; for REML.
     */
    KENWARD_ROGER("kenward-roger", "Kenward-Roger"),
    /** Kenward and Roger without second derivatives of V; the same for structures linear in their variances. */
    KENWARD_ROGER_LINEAR("kenward-roger-linear", "Kenward-Roger (linear)"),
    /** Kenward and Roger (2009): also corrected for the bias of covariance parameters of structures not linear. */
    KENWARD_ROGER_2009("kenward-roger-2009", "Kenward-Roger (2009)"),
    /** By the innermost level of grouping within which a predictor varies, as nlme; for nested groups. */
    BETWEEN_WITHIN("between-within", "between-within"),
    /**
     * As SAS: for each term of the fixed part the fewest columns that a random effect with all its variables adds to the
     * rank of [X Z]; n − rank [X Z] if there is none.
     */
    CONTAINMENT("containment", "containment"),
    /** n − p. */
    RESIDUAL("residual", "residual"),
    /** The normal and χ² distributions. */
    NONE("none", "none (normal distribution)");

    private final String id;
    private final String title;

    DfMethod(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** The name in options and files, such as {@code kenward-roger}. */
    public String id() {
        return id;
    }

    /** The name in reports. */
    public String title() {
        return title;
    }

    /** The names of all methods. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(DfMethod::id).toList();
    }

    /**
     * The method of that name.
     *
     * @throws EchelonException if there is none; the message lists the names
     */
    public static DfMethod of(String id) {
        for (DfMethod method : values()) {
            if (method.id.equals(id)) {
                return method;
            }
        }
        throw new EchelonException("no degrees of freedom '" + id + "'" + Suggestions.hint(id, ids()) + "; choose "
                + String.join(", ", ids()));
    }
}
