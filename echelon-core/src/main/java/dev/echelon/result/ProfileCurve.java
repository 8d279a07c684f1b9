package dev.echelon.result;

import java.util.List;

/**
 * The profile of a parameter: how far from the optimum the criterion is if the parameter is held at a value.
 *
 * <p><b>Formula</b> ζ(ψ) = sign(ψ − ψ̂)·√(d(ψ) − d_min), d being minimised over all other parameters. A straight line means
 * that Wald's interval is right; the interval of coverage c is where |ζ| ≤ z_{(1+c)/2}.
 *
 * @param parameter its name as in {@link ParameterInterval}
 * @param estimate ψ̂
 * @param values ψ, ascending; the estimate is one of them
 * @param zeta ζ at each
 * @param density φ(ζ)·dζ/dψ at each: the density of ψ if ζ is standard normal, per unit of ψ
 */
public record ProfileCurve(
        String parameter, double estimate, List<Double> values, List<Double> zeta, List<Double> density) {
    public ProfileCurve {
        values = List.copyOf(values);
        zeta = List.copyOf(zeta);
        density = List.copyOf(density);
    }
}
