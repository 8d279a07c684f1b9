package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which covariance of β̂ tests use: the model's, or one that stays right if the model of the covariance is wrong, from the
 * residuals of independent subjects. Robust tests have the degrees of freedom of Bell and McCaffrey.
 */
public enum Vcov {
    /** Φ = (X'V̂⁻¹X)⁻¹. */
    MODEL,
    /** The sandwich as it is, SAS's EMPIRICAL. */
    CR0,
    /** Times J/(J−1), J the number of subjects. */
    CR1,
    /** Times J/(J−p). */
    CR1P,
    /** Times J(N−1)/((J−1)(N−p)), Stata's. */
    CR1S,
    /** Unbiased if the model holds, as clubSandwich has it. */
    CR2,
    /** Unbiased if the model holds, as mmrm has it. */
    CR2_MMRM,
    /** Near to the jackknife. */
    CR3;

    /** The name in options and files, such as {@code cr2-mmrm}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Vcov::id).toList();
    }

    /**
     * The covariance of that name.
     *
     * @throws EchelonException if there is none; the message lists the names
     */
    public static Vcov of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new EchelonException("no covariance of coefficients '" + id + "'"
                        + Suggestions.hint(id, ids()) + "; choose " + String.join(", ", ids())));
    }
}
