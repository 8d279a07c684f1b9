package dev.echelon.covariance;

import java.util.List;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.Trigamma;

/**
 * Matérn's correlation C_ij = 2^(1−ν)/Γ(ν)·u^ν K_ν(u), u = d_ij/φ, with smoothness ν free or given. All derivatives are
 * exact, that by ν too: K_ν is an integral that can be differentiated by its order.
 */
final class MaternCorrelation extends CorrelationStructure {

    /** Smoother than this is e^(−u²/(4ν)) to all figures that data can tell. */
    static final double SMOOTHEST = 50;

    private final double given;

    /** @param given the smoothness; NaN if it is a parameter */
    MaternCorrelation(double given) {
        super("matern", "2^(1−ν)/Γ(ν)·(d/φ)^ν K_ν(d/φ)", Needs.COORDINATES);
        this.given = given;
    }

    @Override
    public int parameterCount(int slots) {
        return Double.isNaN(given) ? 2 : 1;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        return Double.isNaN(given) ? List.of("range", "smoothness") : List.of("range");
    }

    @Override
    boolean valid(int slots, double[] theta, int offset) {
        return within(theta, offset, offset + 1, 0, Double.POSITIVE_INFINITY)
                && within(new double[] {smoothness(theta, offset)}, 0, 1, 0, Math.nextUp(SMOOTHEST));
    }

    private double smoothness(double[] theta, int offset) {
        return Double.isNaN(given) ? theta[offset + 1] : given;
    }

    @Override
    double value(Positions at, int i, int j, double[] theta, int offset) {
        return at(at.distance(i, j), theta[offset], smoothness(theta, offset)).value();
    }

    @Override
    double derivative(Positions at, int i, int j, double[] theta, int offset, int k) {
        return at(at.distance(i, j), theta[offset], smoothness(theta, offset)).derivative(k);
    }

    @Override
    double secondDerivative(Positions at, int i, int j, double[] theta, int offset, int k, int l) {
        return at(at.distance(i, j), theta[offset], smoothness(theta, offset)).secondDerivative(k, l);
    }

    @Override
    boolean bends(int slots, int k, int l) {
        return true;
    }

    /** The correlation at a distance, with derivatives by φ and ν. */
    private static Jet at(double distance, double range, double order) {
        if (distance == 0) {
            return Jet.constant(1, 2);
        }
        double u = distance / range;
        BesselK k = BesselK.of(order, u);
        BesselK below = BesselK.of(order - 1, u);
        double logU = Math.log(u / 2);
        double log = Math.log(2) - LogGamma.value(order) + order * logU - u;
        double f = Math.exp(log) * k.value();
        // f' = −g u^ν K_(ν−1): by recurrence, since differences of K_ν would cancel at short distances
        double slope = -Math.exp(log) * below.value();
        double bend = f + (2 * order - 1) / u * slope;
        double digamma = Digamma.value(order);
        double rate = logU - digamma + k.slope() / k.value();
        double byOrder = f * rate;
        double rateSlope = -Trigamma.value(order) + k.bend() / k.value() - Math.pow(k.slope() / k.value(), 2);
        double byOrderTwice = f * (rateSlope + rate * rate);
        double mixed = slope * (logU - digamma + below.slope() / below.value());
        double toRange = -u / range;
        return Jet.of(f, new double[] {slope * toRange, byOrder}, new double[] {
            bend * toRange * toRange + slope * 2 * u / (range * range), mixed * toRange, mixed * toRange, byOrderTwice
        });
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        set(Ranges.nearest(moments, u -> at(u, 1, start()).value()), theta, offset);
    }

    private double start() {
        return Double.isNaN(given) ? 0.7 : given;
    }

    private void set(double range, double[] theta, int offset) {
        theta[offset] = range;
        if (Double.isNaN(given)) {
            theta[offset + 1] = start();
        }
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        return Ranges.others(moments).stream()
                .map(range -> {
                    double[] theta = new double[parameterCount(moments.slots())];
                    set(range, theta, 0);
                    return theta;
                })
                .toList();
    }
}
