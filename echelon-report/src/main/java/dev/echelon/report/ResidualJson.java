package dev.echelon.report;

import dev.echelon.result.ResidualCovariance;
import java.util.List;

/** The R side of a fit in JSON: {@code residual{structure, parameters{…}, matrix[[…]]}}. */
final class ResidualJson {
    private ResidualJson() {}

    static void write(Json json, ResidualCovariance residual) {
        json.object("residual").text("structure", residual.structure());
        json.text("label", residual.label()).text("formula", residual.formula());
        json.text("subject", residual.subject()).count("subjects", residual.subjects());
        json.count("fewestRows", residual.fewest()).count("mostRows", residual.most());
        json.text("group", residual.group()).texts("variances", residual.variances());
        json.object("parameters");
        residual.parameters().forEach(p -> json.number(ResidualText.name(residual, p), p.estimate()));
        json.end().object("stdErrors");
        residual.parameters().forEach(p -> json.number(ResidualText.name(residual, p), p.stdError()));
        json.end();
        json.text("position", residual.position()).texts("positions", residual.positions());
        if (residual.groups().size() == 1) {
            matrix(json, "matrix", residual.groups().get(0));
        } else {
            json.absent("matrix");
        }
        if (residual.groups().size() > 1) {
            json.object("matrices");
            residual.groups().forEach(group -> matrix(json, group.name(), group));
            json.end();
        }
        json.numbers("optima", residual.optima()).end();
    }

    private static void matrix(Json json, String name, ResidualCovariance.Group group) {
        json.array(name);
        for (List<Double> row : group.covariance()) {
            json.array();
            row.forEach(json::number);
            json.endArray();
        }
        json.endArray();
    }
}
