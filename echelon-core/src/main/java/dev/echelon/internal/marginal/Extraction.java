package dev.echelon.internal.marginal;

import dev.echelon.covariance.Positions;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.inference.StoredMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From the optimum to estimates on the scale of the data. */
final class Extraction {
    private final Problem problem;
    private final Optimisation optimisation;

    private Extraction(Problem problem, Optimisation optimisation) {
        this.problem = problem;
        this.optimisation = optimisation;
    }

    static MarginalEstimates of(Problem problem, Optimisation optimisation) {
        return new Extraction(problem, optimisation).estimates();
    }

    private MarginalEstimates estimates() {
        double[] theta = optimisation.theta();
        Parameters working = problem.parameters();
        List<TermState> states = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int t = 0; t < problem.terms().size(); t++) {
            EffectColumns term = problem.terms().get(t);
            double[] g = new double[term.width * term.width];
            term.covariance.covariance(term.width, theta, working.term[t], g);
            TermState state = TermState.natural(term, g);
            states.add(state);
            for (int i = 0; i < state.first().size(); i++) {
                names.add(problem.design().random().get(t).name());
            }
        }
        Point point = new Point(
                working.with(Parameters.directions(states)), Arrays.copyOf(theta, working.residual()), states);
        Evaluation.Value at = problem.evaluation().value(point);
        StoredMoments moments = new NaturalMoments(problem, at).stored();
        double[] b = Arrays.copyOfRange(at.equations().v, problem.columns().z, problem.columns().count - 1);
        for (int i = 0; i < b.length; i++) {
            b[i] = -at.equations().v[problem.columns().z + i];
        }
        List<MarginalEstimates.Term> terms = RandomEffects.of(problem, at);
        double[] fitted = fitted(b);
        return new MarginalEstimates(
                at.objective(),
                problem.data().kept,
                problem.data().fixedEffects(b),
                moments.phi(),
                residual(point.residual(), moments),
                groups(point.residual()),
                terms,
                names,
                moments,
                optimisation.convergence(),
                problem.evaluation().kernel.name(),
                optimisation.optima(),
                0,
                fitted,
                conditional(fitted, terms));
    }

    private List<MarginalEstimates.Parameter> residual(double[] theta, StoredMoments moments) {
        ResidualRows rows = problem.rows();
        Parameters parameters = problem.parameters();
        double[] variance = moments.uncertainty(moments.observed());
        List<MarginalEstimates.Parameter> out = new ArrayList<>();
        List<String> own = rows.structure().parameterNames(rows.slotNames());
        for (int g = 0; g < parameters.groups; g++) {
            for (int k = 0; k < parameters.each; k++) {
                out.add(parameter(
                        rows.structure().name(), rows.groupLevels().get(g), own.get(k), out.size(), theta, variance));
            }
        }
        for (ResidualRows.Variance v : rows.variances()) {
            for (String name : v.function().parameterNames(v.strata())) {
                out.add(parameter(v.label(), "", name, out.size(), theta, variance));
            }
        }
        return out;
    }

    private MarginalEstimates.Parameter parameter(
            String of, String group, String name, int k, double[] theta, double[] variance) {
        int order = problem.parameters().order(k, problem.rows().slotNames().size());
        int all = (int) Math.round(Math.sqrt(variance.length));
        double v = variance[k * all + k];
        return new MarginalEstimates.Parameter(
                of, group, name, theta[k] * Math.pow(problem.data().scale, order), v > 0 ? Math.sqrt(v) : Double.NaN);
    }

    private List<MarginalEstimates.Group> groups(double[] theta) {
        ResidualRows rows = problem.rows();
        int m = rows.slotNames().size();
        if (m == 0) {
            return List.of();
        }
        double s2 = problem.data().scale * problem.data().scale;
        List<MarginalEstimates.Group> out = new ArrayList<>();
        for (int g = 0; g < problem.parameters().groups; g++) {
            double[] sigma = new double[m * m];
            rows.structure().covariance(Positions.grid(m), theta, g * problem.parameters().each, sigma);
            for (int i = 0; i < sigma.length; i++) {
                sigma[i] *= s2;
            }
            out.add(new MarginalEstimates.Group(rows.groupLevels().get(g), sigma, observed(g, m)));
        }
        return out;
    }

    private int[] observed(int group, int m) {
        int[] counts = new int[m * m];
        for (BlockClass blocks : problem.partition().classes) {
            for (BlockClass.Segment segment : blocks.segments()) {
                for (int j = 0; segment.group() == group && j < segment.size(); j++) {
                    for (int i = 0; i < segment.size(); i++) {
                        counts[segment.at().slot(j) * m + segment.at().slot(i)] += blocks.blocks();
                    }
                }
            }
        }
        return counts;
    }

    private double[] fitted(double[] b) {
        ConditionedRows data = problem.data();
        double[] out = new double[data.n];
        for (int k = 0; k < data.p; k++) {
            double x = data.gamma[k] + data.scale * b[k];
            for (int i = 0; i < data.n; i++) {
                out[i] += data.q[k * data.n + i] * x;
            }
        }
        for (int i = 0; i < data.n; i++) {
            out[i] /= data.root[i];
        }
        return out;
    }

    private double[] conditional(double[] fitted, List<MarginalEstimates.Term> terms) {
        double[] out = fitted.clone();
        for (int t = 0; t < terms.size(); t++) {
            EffectColumns term = problem.terms().get(t);
            for (int e = 0; e < term.width; e++) {
                for (int i = 0; i < out.length; i++) {
                    double z =
                            problem.design().random().get(t).effects().column(e).value(i);
                    out[i] += z * terms.get(t).modes()[term.codes[i] * term.width + e];
                }
            }
        }
        return out;
    }
}
