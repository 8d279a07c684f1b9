package dev.echelon;

import dev.echelon.internal.inference.FixedEffectMoments.Contraction;
import dev.echelon.internal.inference.Sandwich;
import dev.echelon.internal.inference.StoredMoments;
import dev.echelon.result.ResidualCovariance;
import java.util.ArrayList;
import java.util.List;

/** In a saved fit, the R side: estimates, and what tests of fixed effects need. */
final class ResidualJson {
    private ResidualJson() {}

    static void write(JsonOut out, ResidualState state) {
        ResidualCovariance estimate = state.estimate();
        out.text("structure", estimate.structure());
        out.text("label", estimate.label());
        out.text("formula", estimate.formula());
        out.text("subject", estimate.subject());
        out.integer("subjects", estimate.subjects());
        out.integer("fewest", estimate.fewest());
        out.integer("most", estimate.most());
        out.text("position", estimate.position());
        out.texts("positions", estimate.positions());
        out.text("group", estimate.group());
        out.texts("variances", estimate.variances());
        out.objects("parameters", estimate.parameters(), parameter -> {
            out.text("of", parameter.of());
            out.text("group", parameter.group());
            out.text("name", parameter.name());
            out.number("estimate", parameter.estimate());
            out.number("stdError", parameter.stdError());
        });
        out.objects("groups", estimate.groups(), group -> {
            out.text("name", group.name());
            out.doubles(
                    "covariance",
                    group.covariance().stream()
                            .flatMap(List::stream)
                            .mapToDouble(Double::doubleValue)
                            .toArray());
            out.ints(
                    "observed",
                    group.observed().stream()
                            .flatMap(List::stream)
                            .mapToInt(Integer::intValue)
                            .toArray());
        });
        out.doubles(
                "optima",
                estimate.optima().stream().mapToDouble(Double::doubleValue).toArray());
        out.text("plan", state.plan());
        out.doubles("theta", state.theta());
        out.doubles("betweenWithin", state.betweenWithin());
        out.object("moments", () -> writeMoments(out, state.moments()));
        state.robust().ifPresent(robust -> out.object("robust", () -> writeRobust(out, robust)));
    }

    private static void writeRobust(JsonOut out, ResidualState.Robust robust) {
        out.text("kind", robust.kind().name());
        out.doubles("covariance", robust.sandwich().covariance());
        out.doubles("phi", robust.sandwich().phi());
        out.objects("clusters", robust.sandwich().clusters(), cluster -> {
            out.doubles("moved", cluster.moved());
            out.doubles("squared", cluster.squared());
        });
    }

    private static ResidualState.Robust readRobust(JsonIn in) {
        double[] phi = in.doubles("phi");
        List<Sandwich.Cluster> clusters = in.objects("clusters").stream()
                .map(c -> new Sandwich.Cluster(c.doubles("moved", phi.length), c.doubles("squared", phi.length)))
                .toList();
        return new ResidualState.Robust(
                in.constant("kind", Vcov.class), new Sandwich(in.doubles("covariance", phi.length), phi, clusters));
    }

    private static void writeMoments(JsonOut out, StoredMoments moments) {
        out.flag("reml", moments.reml());
        out.flag("linear", moments.linear());
        out.doubles("phi", moments.phi());
        out.objects("slopes", moments.slopes(), slope -> out.doubles("matrix", slope));
        out.doubles("observed", moments.observed());
        out.doubles("expected", moments.expected());
        out.doubles("average", moments.average());
        out.objects("contractions", moments.contractions(), contraction -> {
            out.doubles("curvature", contraction.curvature());
            out.doubles("second", contraction.second());
            out.doubles("traces", contraction.traces());
        });
    }

    static ResidualState read(JsonIn in) {
        List<ResidualCovariance.Parameter> parameters = in.objects("parameters").stream()
                .map(p -> new ResidualCovariance.Parameter(
                        p.text("of"), p.text("group"), p.text("name"), p.number("estimate"), p.number("stdError")))
                .toList();
        List<String> positions = in.texts("positions");
        ResidualCovariance estimate = new ResidualCovariance(
                in.text("structure"),
                in.text("label"),
                in.text("formula"),
                in.text("subject"),
                in.integer("subjects", 0),
                in.integer("fewest", 0),
                in.integer("most", 0),
                in.text("position"),
                positions,
                in.text("group"),
                in.texts("variances"),
                parameters,
                in.objects("groups").stream()
                        .map(group -> readGroup(group, positions.size()))
                        .toList(),
                boxed(in.doubles("optima")));
        return new ResidualState(
                estimate,
                in.text("plan"),
                in.doubles("theta", parameters.size()),
                readMoments(in.object("moments")),
                in.doubles("betweenWithin"),
                in.find("robust").map(ResidualJson::readRobust));
    }

    private static ResidualCovariance.Group readGroup(JsonIn in, int m) {
        double[] covariance = in.doubles("covariance", (long) m * m);
        int[] observed = in.ints("observed");
        in.requireLength("observed", covariance.length, observed.length);
        List<List<Double>> values = new ArrayList<>();
        List<List<Integer>> counts = new ArrayList<>();
        for (int i = 0; i < m; i++) {
            List<Double> row = new ArrayList<>();
            List<Integer> count = new ArrayList<>();
            for (int j = 0; j < m; j++) {
                row.add(covariance[i * m + j]);
                count.add(observed[i * m + j]);
            }
            values.add(row);
            counts.add(count);
        }
        return new ResidualCovariance.Group(in.text("name"), values, counts);
    }

    private static StoredMoments readMoments(JsonIn in) {
        double[] phi = in.doubles("phi");
        List<double[]> slopes = new ArrayList<>();
        for (JsonIn slope : in.objects("slopes")) {
            slopes.add(slope.doubles("matrix", phi.length));
        }
        long k = slopes.size();
        List<Contraction> contractions = new ArrayList<>();
        for (JsonIn contraction : in.objects("contractions")) {
            contractions.add(new Contraction(
                    contraction.doubles("curvature"), contraction.doubles("second"), contraction.doubles("traces")));
        }
        return new StoredMoments(
                in.flag("reml"),
                in.flag("linear"),
                phi,
                slopes,
                in.doubles("observed", k * k),
                in.doubles("expected", k * k),
                in.doubles("average", k * k),
                contractions);
    }

    private static List<Double> boxed(double[] values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
