package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which information matrix says how well the covariance parameters are known: the uncertainty that Satterthwaite's method
 * and Kenward and Roger's build on is twice its inverse.
 */
public enum Information {
    /** The Hessian of the criterion at the optimum, as SAS and lmerTest have it. */
    OBSERVED,
    /** Its expectation, as Kenward and Roger (1997), pbkrtest and Stata have it. */
    EXPECTED,
    /** y'PV_iPV_kPy, the average of the two for a V that is linear in its parameters. */
    AVERAGE;

    /** The name in options and files, such as {@code observed}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Information::id).toList();
    }

    /**
     * The matrix of that name.
     *
     * @throws EchelonException if there is none; the message lists the names
     */
    public static Information of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new EchelonException("no information '" + id + "'" + Suggestions.hint(id, ids())
                        + "; choose " + String.join(", ", ids())));
    }
}
