package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.internal.means.Comparisons;
import dev.echelon.result.Adjustment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which comparisons of marginal means are wanted, and how they are adjusted. Immutable. */
public final class Contrasts {
    private static final List<String> NAMES =
            List.of("pairwise", "revpairwise", "trt.vs.ctrl", "poly", "consec", "eff", "del.eff");

    private final String method;
    private final Adjustment adjustment;
    private final Optional<String> control;
    private final Map<String, List<Double>> custom;

    private Contrasts(
            String method, Adjustment adjustment, Optional<String> control, Map<String, List<Double>> custom) {
        this.method = method;
        this.adjustment = adjustment;
        this.control = control;
        this.custom = Collections.unmodifiableMap(new LinkedHashMap<>(custom));
    }

    private static Contrasts standard(String method, Adjustment adjustment) {
        return new Contrasts(method, adjustment, Optional.empty(), Map.of());
    }

    /** All differences of two means; adjusted by Tukey's studentised range. */
    public static Contrasts pairwise() {
        return standard("pairwise", Adjustment.TUKEY);
    }

    /** All differences of two means, the later less the earlier; adjusted by Tukey's studentised range. */
    public static Contrasts reversePairwise() {
        return standard("revpairwise", Adjustment.TUKEY);
    }

    /** Each mean less the first; adjusted by Dunnett's method with the estimated correlations. */
    public static Contrasts treatmentVersusControl() {
        return standard("trt.vs.ctrl", Adjustment.DUNNETT);
    }

    /** Each mean less that of a level; adjusted by Dunnett's method with the estimated correlations. */
    public static Contrasts treatmentVersusControl(String level) {
        return new Contrasts("trt.vs.ctrl", Adjustment.DUNNETT, Optional.of(level), Map.of());
    }

    /** Orthogonal polynomials of equally spaced levels, in whole numbers; not adjusted. */
    public static Contrasts polynomial() {
        return standard("poly", Adjustment.NONE);
    }

    /** Each mean less the one before; adjusted by the multivariate t. */
    public static Contrasts consecutive() {
        return standard("consec", Adjustment.MVT);
    }

    /** Each mean less the average of all; adjusted by Benjamini and Hochberg's method. */
    public static Contrasts effects() {
        return standard("eff", Adjustment.BH);
    }

    /** Each mean less the average of the others; adjusted by Benjamini and Hochberg's method. */
    public static Contrasts effectsWithoutOwn() {
        return standard("del.eff", Adjustment.BH);
    }

    /** Given coefficients by name, one for each mean of a family; not adjusted. */
    public static Contrasts custom(Map<String, List<Double>> coefficients) {
        if (coefficients.isEmpty()) {
            throw new EchelonException("no contrast is given");
        }
        return new Contrasts("custom", Adjustment.NONE, Optional.empty(), coefficients);
    }

    /**
     * The comparisons of that name: {@code pairwise}, {@code revpairwise}, {@code trt.vs.ctrl}, {@code trt.vs.ctrl=A},
     * {@code poly}, {@code consec}, {@code eff} or {@code del.eff}.
     *
     * @throws EchelonException if there are none; the message lists the names
     */
    public static Contrasts named(String name) {
        if (name.startsWith("trt.vs.ctrl=")) {
            return treatmentVersusControl(name.substring("trt.vs.ctrl=".length()));
        }
        return switch (name) {
            case "pairwise" -> pairwise();
            case "revpairwise" -> reversePairwise();
            case "trt.vs.ctrl" -> treatmentVersusControl();
            case "poly" -> polynomial();
            case "consec" -> consecutive();
            case "eff" -> effects();
            case "del.eff" -> effectsWithoutOwn();
            default ->
                throw new EchelonException("no contrast '" + name + "'" + Suggestions.hint(name, NAMES) + "; choose "
                        + String.join(", ", NAMES) + " or custom:FILE");
        };
    }

    /**
     * With another adjustment.
     *
     * @throws EchelonException if it does not suit the comparisons
     */
    public Contrasts adjust(Adjustment choice) {
        if (choice == Adjustment.TUKEY && !method.endsWith("pairwise")) {
            throw new EchelonException(
                    "the adjustment 'tukey' is for all pairwise differences; use 'mvt' for '" + method + "'");
        }
        if (choice == Adjustment.DUNNETT && !method.equals("trt.vs.ctrl")) {
            throw new EchelonException(
                    "the adjustment 'dunnett' is for comparisons with a control; use 'mvt' for '" + method + "'");
        }
        return new Contrasts(method, choice, control, custom);
    }

    /** The name. */
    public String method() {
        return method;
    }

    /** How p values and intervals are adjusted. */
    public Adjustment adjustment() {
        return adjustment;
    }

    /** The coefficients for the means of one family. */
    List<Comparisons> of(List<String> labels) {
        return switch (method) {
            case "pairwise" -> Comparisons.pairs(labels);
            case "revpairwise" -> Comparisons.reversePairs(labels);
            case "trt.vs.ctrl" -> Comparisons.control(labels, controlOf(labels));
            case "poly" -> Comparisons.polynomials(labels.size());
            case "consec" -> Comparisons.consecutive(labels);
            case "custom" -> {
                List<Comparisons> all = new ArrayList<>();
                custom.forEach((label, coefficients) -> all.add(Comparisons.custom(label, coefficients, labels)));
                yield all;
            }
            default -> Comparisons.effects(labels, method.startsWith("del"));
        };
    }

    private int controlOf(List<String> labels) {
        int index = control.isEmpty() ? 0 : labels.indexOf(control.get());
        if (index < 0) {
            throw new EchelonException("no mean '" + control.get() + "' to compare the others with"
                    + Suggestions.hint(control.get(), labels) + "; the means are " + String.join(", ", labels));
        }
        return index;
    }
}
