package dev.echelon.internal.inference;

import dev.echelon.error.EchelonException;
import java.util.List;

/**
 * The moments of a fit without its rows, on the scale of the data.
 *
 * @param reml whether the parameters were estimated by REML
 * @param linear whether V is linear in its parameters
 * @param phi Φ, p×p
 * @param slopes X'V⁻¹V_iV⁻¹X, p×p for each parameter
 * @param observed information, k×k
 * @param expected information, k×k
 * @param average information, k×k
 * @param contractions for observed, expected and average information; empty if not by REML
 */
public record StoredMoments(
        boolean reml,
        boolean linear,
        double[] phi,
        List<double[]> slopes,
        double[] observed,
        double[] expected,
        double[] average,
        List<Contraction> contractions)
        implements FixedEffectMoments {

    /**
     * The asymptotic covariance of the parameters: twice the inverse of an information; directions without information
     * count as known.
     */
    public double[] uncertainty(double[] information) {
        return uncertainty(parameters(), information);
    }

    /** The same for k parameters. */
    public static double[] uncertainty(int k, double[] information) {
        return Small.twiceInverse(k, information);
    }

    @Override
    public int columns() {
        return (int) Math.round(Math.sqrt(phi.length));
    }

    @Override
    public int parameters() {
        return slopes.size();
    }

    @Override
    public double[] conditioned(double[] l) {
        return l;
    }

    @Override
    public double[] unconditioned(double[] relative) {
        return relative.clone();
    }

    @Override
    public double[] slope(int i) {
        return slopes.get(i);
    }

    @Override
    public Contraction contraction(double[] information) {
        if (contractions.isEmpty()) {
            throw new EchelonException("the method of Kenward and Roger needs a fit by REML");
        }
        int which = information == observed ? 0 : information == expected ? 1 : information == average ? 2 : -1;
        if (which < 0) {
            throw new IllegalArgumentException("not an information of these moments");
        }
        return contractions.get(which);
    }
}
