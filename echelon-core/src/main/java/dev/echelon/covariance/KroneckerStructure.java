package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A separable covariance: Σ of the observations at (a, b) and (a', b') is A_aa'·B_bb', the scale of B fixed by its first
 * variance, which is 1. Slots are the products of the slots of both, those of B running fastest. θ = (θ_A, θ_B without its
 * first).
 */
final class KroneckerStructure implements ResidualStructure {

    private final ResidualStructure first;
    private final ResidualStructure second;
    private final int secondSlots;

    /** @param second a structure whose first parameter is a variance, or one without parameters */
    KroneckerStructure(ResidualStructure first, ResidualStructure second, int secondSlots) {
        this.first = first;
        this.second = second;
        this.secondSlots = secondSlots;
    }

    @Override
    public String name() {
        return "kron";
    }

    @Override
    public String label() {
        return first.label() + "@" + second.label();
    }

    @Override
    public String formula() {
        return "(" + first.formula() + ") ⊗ (" + second.formula() + ")";
    }

    @Override
    public Needs needs() {
        return Needs.SLOTS;
    }

    private int firstCount(int slots) {
        return first.parameterCount(slots / secondSlots);
    }

    @Override
    public int parameterCount(int slots) {
        return firstCount(slots) + Math.max(0, second.parameterCount(secondSlots) - 1);
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        List<String> firstNames = new ArrayList<>();
        List<String> secondNames = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            String[] parts = split(slots.get(i));
            if (i % secondSlots == 0) {
                firstNames.add(parts[0]);
            }
            if (i < secondSlots) {
                secondNames.add(parts[1]);
            }
        }
        List<String> fromSecond = second.parameterNames(secondNames);
        return Names.joined(
                first.parameterNames(firstNames).stream()
                        .map(name -> "1: " + name)
                        .toList(),
                fromSecond.stream().skip(1).map(name -> "2: " + name).toList());
    }

    /** {@code a:b} into a and b; a slot without a colon names both. */
    private static String[] split(String slot) {
        int colon = slot.indexOf(':');
        return colon < 0
                ? new String[] {slot, slot}
                : new String[] {slot.substring(0, colon), slot.substring(colon + 1)};
    }

    @Override
    public int order(int slots, int k) {
        int count = firstCount(slots);
        return k < count ? first.order(slots / secondSlots, k) : 0;
    }

    @Override
    public double lowerBound(int slots, int k) {
        int count = firstCount(slots);
        return k < count ? first.lowerBound(slots / secondSlots, k) : second.lowerBound(secondSlots, k - count + 1);
    }

    @Override
    public boolean linear() {
        return first.linear() && second.parameterCount(secondSlots) < 2;
    }

    @Override
    public boolean covariance(Positions at, double[] theta, int offset, double[] sigma) {
        double[] b = new double[sigma.length];
        if (!first.covariance(firstOf(at), theta, offset, sigma)
                || !second.covariance(secondOf(at), secondParameters(at, theta, offset), 0, b)) {
            return false;
        }
        multiply(at, sigma, b);
        return true;
    }

    @Override
    public void derivative(Positions at, double[] theta, int offset, int k, double[] dSigma) {
        int count = firstCount(at.slots());
        double[] other = new double[dSigma.length];
        double[] thetaB = secondParameters(at, theta, offset);
        if (k < count) {
            first.derivative(firstOf(at), theta, offset, k, dSigma);
            second.covariance(secondOf(at), thetaB, 0, other);
        } else {
            second.derivative(secondOf(at), thetaB, 0, k - count + 1, dSigma);
            first.covariance(firstOf(at), theta, offset, other);
        }
        multiply(at, dSigma, other);
    }

    @Override
    public boolean secondDerivative(Positions at, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        int count = firstCount(at.slots());
        int low = Math.min(k, l);
        int high = Math.max(k, l);
        double[] other = new double[d2Sigma.length];
        double[] thetaB = secondParameters(at, theta, offset);
        if (high < count) {
            if (!first.secondDerivative(firstOf(at), theta, offset, low, high, d2Sigma)) {
                return false;
            }
            second.covariance(secondOf(at), thetaB, 0, other);
        } else if (low >= count) {
            if (!second.secondDerivative(secondOf(at), thetaB, 0, low - count + 1, high - count + 1, d2Sigma)) {
                return false;
            }
            first.covariance(firstOf(at), theta, offset, other);
        } else {
            first.derivative(firstOf(at), theta, offset, low, d2Sigma);
            second.derivative(secondOf(at), thetaB, 0, high - count + 1, other);
        }
        multiply(at, d2Sigma, other);
        return true;
    }

    private static void multiply(Positions at, double[] a, double[] b) {
        for (int i = 0; i < at.size() * at.size(); i++) {
            a[i] *= b[i];
        }
    }

    private Positions firstOf(Positions at) {
        int[] slots = new int[at.size()];
        Arrays.setAll(slots, i -> at.slot(i) / secondSlots);
        return Positions.slots(slots, at.slots() / secondSlots);
    }

    private Positions secondOf(Positions at) {
        int[] slots = new int[at.size()];
        Arrays.setAll(slots, i -> at.slot(i) % secondSlots);
        return Positions.slots(slots, secondSlots);
    }

    private double[] secondParameters(Positions at, double[] theta, int offset) {
        int count = second.parameterCount(secondSlots);
        double[] own = new double[count];
        if (count > 0) {
            own[0] = 1;
            System.arraycopy(theta, offset + firstCount(at.slots()), own, 1, count - 1);
        }
        return own;
    }

    @Override
    public void start(ResidualMoments moments, double[] theta, int offset) {
        int m = moments.slots() / secondSlots;
        first.start(marginal(moments, m, true), theta, offset);
        int count = second.parameterCount(secondSlots);
        double[] own = new double[count];
        second.start(marginal(moments, secondSlots, false), own, 0);
        for (int k = 1; k < count; k++) {
            theta[offset + first.parameterCount(m) + k - 1] =
                    own[k] / Math.pow(own[0], second.order(secondSlots, k) / 2.0);
        }
    }

    @Override
    public List<double[]> furtherStarts(ResidualMoments moments) {
        int m = moments.slots() / secondSlots;
        return first.furtherStarts(marginal(moments, m, true)).stream()
                .map(other -> {
                    double[] theta = new double[parameterCount(moments.slots())];
                    start(moments, theta, 0);
                    System.arraycopy(other, 0, theta, 0, other.length);
                    return theta;
                })
                .toList();
    }

    /** Moments over one factor of pairs of observations that share the slot of the other. */
    private ResidualMoments marginal(ResidualMoments moments, int size, boolean ofFirst) {
        int m = moments.slots();
        double[] products = new double[size * size];
        double[] counts = new double[size * size];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                boolean shared = ofFirst ? i % secondSlots == j % secondSlots : i / secondSlots == j / secondSlots;
                double pairs = moments.counts()[i + j * m];
                if (shared && pairs > 0) {
                    int to = ofFirst
                            ? i / secondSlots + j / secondSlots * size
                            : i % secondSlots + j % secondSlots * size;
                    products[to] += pairs * moments.products()[i + j * m];
                    counts[to] += pairs;
                }
            }
        }
        for (int k = 0; k < products.length; k++) {
            products[k] /= counts[k];
        }
        return new ResidualMoments(
                size, products, counts, moments.variance(), new double[0], new double[0], new double[0]);
    }
}
