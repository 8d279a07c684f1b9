package dev.echelon.report;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Convergence;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.Finding;
import dev.echelon.result.MonteCarlo;
import dev.echelon.result.Provenance;
import dev.echelon.result.RowReport;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** A fit as one JSON object. Its field names are fixed: other programs depend on them. */
public final class FitJson {
    private FitJson() {}

    /**
     * Writes a fit in UTF-8 and leaves {@code target} open.
     *
     * <p><b>Units</b> {@code objective} is −2 log-likelihood or the REML criterion; {@code theta} is relative to
     * {@code sigma}; {@code sd} is in the units of the response. Numbers have full precision; a value that does not exist
     * is null.
     *
     * @throws tools.jackson.core.exc.JacksonIOException if {@code target} cannot be written
     */
    public static void write(LmmFit fit, OutputStream target) {
        write(fit, fit.preferredDf(), target);
    }

    /**
     * Writes a fit with {@code df} and {@code p} of {@code fixed} by the given method, which {@code dfMethod} names.
     *
     * @throws dev.echelon.error.EchelonException if the method does not apply to the fit
     */
    public static void write(LmmFit fit, DfMethod df, OutputStream target) {
        List<Coefficient> fixed = fit.coefficients(df);
        double[][] vcov = fit.vcov(df);
        try (Json json = new Json(target)) {
            json.object();
            json.text("formula", fit.formula()).text("method", fit.criterion().name());
            json.count("nobs", fit.observations()).object("groups");
            fit.groups().forEach(json::count);
            json.end();
            criteria(json, fit);
            json.object("theta");
            fit.theta().forEach(theta -> json.number(theta.name(), theta.value()));
            json.end();
            json.text("dfMethod", df.id()).texts("dfNotes", fit.dfNotes(df));
            coefficients(json, fixed);
            vcov(json, vcov);
            varcorr(json, fit.covarianceEstimates());
            residual(json, fit);
            findings(json, fit.findings());
            convergence(json, fit.convergence());
            fit.monteCarlo().ifPresent(errors -> monteCarlo(json, errors));
            rows(json, fit.rows());
            provenance(json, fit.provenance());
            json.end();
        }
    }

    private static void criteria(Json json, LmmFit fit) {
        json.number("objective", fit.objective()).number("logLik", fit.logLik());
        json.count("df", fit.parameters()).number("AIC", fit.aic()).number("BIC", fit.bic());
        json.number("sigma", fit.sigma()).flag("singular", fit.singular());
    }

    private static void coefficients(Json json, List<Coefficient> coefficients) {
        json.array("fixed");
        for (Coefficient c : coefficients) {
            json.object().text("term", c.term());
            json.number("estimate", c.estimate()).number("se", c.stdError()).number("df", c.df());
            json.number("t", c.statistic()).number("p", c.pValue());
            json.number("lower", c.interval().lower())
                    .number("upper", c.interval().upper());
            json.end();
        }
        json.endArray();
    }

    private static void vcov(Json json, double[][] rows) {
        json.array("vcov");
        for (double[] row : rows) {
            json.array();
            for (double value : row) {
                json.number(value);
            }
            json.endArray();
        }
        json.endArray();
    }

    private static void varcorr(Json json, List<CovarianceEstimate> terms) {
        json.object("varcorr");
        for (CovarianceEstimate term : terms) {
            json.object(term.name()).texts("names", term.columns()).numbers("sd", term.standardDeviations());
            json.array("corr");
            for (List<Double> row : term.correlation()) {
                json.array();
                row.forEach(json::number);
                json.endArray();
            }
            json.endArray().end();
        }
        json.end();
    }

    private static void residual(Json json, LmmFit fit) {
        if (fit.residual().isPresent()) {
            ResidualJson.write(json, fit.residual().get());
            return;
        }
        json.object("residual").text("structure", "id");
        json.object("parameters").number("sigma", fit.sigma()).end();
        json.absent("matrix").end();
    }

    static void findings(Json json, List<Finding> findings) {
        json.array("findings");
        for (Finding finding : findings) {
            json.object().text("id", finding.id());
            json.text("severity", finding.severity().name().toLowerCase(Locale.ROOT));
            json.text("message", finding.message())
                    .text("remedy", finding.remedy())
                    .end();
        }
        json.endArray();
    }

    private static void convergence(Json json, Convergence c) {
        json.object("convergence").text("status", c.status());
        json.count("iterations", c.iterations()).count("evaluations", c.evaluations());
        json.number("gradient", c.gradient()).number("decrement", c.decrement());
        json.number("kkt", c.kkt()).end();
    }

    private static void monteCarlo(Json json, MonteCarlo errors) {
        json.object("monteCarlo").count("probes", errors.probes()).count("iterations", errors.iterations());
        json.number("objectiveError", errors.objectiveError()).number("sigmaError", errors.sigmaError());
        json.number("varianceError", errors.varianceError()).number("ratio", errors.ratio());
        json.object("thetaErrors");
        errors.theta().forEach(theta -> json.number(theta.name(), theta.monteCarlo()));
        json.end().object("thetaStandardErrors");
        errors.theta().forEach(theta -> json.number(theta.name(), theta.statistical()));
        json.end().end();
    }

    static void rows(Json json, RowReport rows) {
        json.object("rows").count("read", rows.read()).count("used", rows.used());
        json.object("dropped");
        rows.dropped().forEach(json::count);
        json.end().end();
    }

    private static void provenance(Json json, Provenance p) {
        json.object("provenance").text("version", p.version()).text("java", p.java());
        json.text("platform", p.platform()).text("kernels", p.kernels());
        json.text("dataDigest", p.dataDigest()).text("plan", p.plan());
        json.end();
    }
}
