package dev.echelon;

import dev.echelon.result.Convergence;
import dev.echelon.result.Finding;
import dev.echelon.result.MonteCarlo;
import dev.echelon.result.Provenance;
import dev.echelon.result.RowReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** In a saved fit, what is reported about its making: rows, convergence, findings, provenance. */
final class ReportJson {

    private ReportJson() {}

    static void writeRows(JsonOut out, RowReport rows) {
        out.integer("read", rows.read());
        out.integer("used", rows.used());
        out.object("dropped", () -> rows.dropped().forEach(out::integer));
    }

    static RowReport readRows(JsonIn in) {
        JsonIn reasons = in.object("dropped");
        Map<String, Long> dropped = new LinkedHashMap<>();
        for (String reason : reasons.names()) {
            dropped.put(reason, reasons.count(reason));
        }
        return new RowReport(in.count("read"), in.count("used"), dropped);
    }

    static void writeConvergence(JsonOut out, Convergence convergence) {
        out.text("status", convergence.status());
        out.text("optimizer", convergence.optimizer());
        out.integer("iterations", convergence.iterations());
        out.integer("evaluations", convergence.evaluations());
        out.number("gradient", convergence.gradient());
        out.number("decrement", convergence.decrement());
        out.number("smallestEigenvalue", convergence.smallestEigenvalue());
        out.number("kkt", convergence.kkt());
    }

    static Convergence readConvergence(JsonIn in) {
        return new Convergence(
                in.text("status"),
                in.text("optimizer"),
                in.integer("iterations", 0),
                in.integer("evaluations", 0),
                in.number("gradient"),
                in.number("decrement"),
                in.number("smallestEigenvalue"),
                in.number("kkt"));
    }

    static void writeMonteCarlo(JsonOut out, MonteCarlo errors) {
        out.integer("probes", errors.probes());
        out.integer("iterations", errors.iterations());
        out.number("objectiveError", errors.objectiveError());
        out.number("sigmaError", errors.sigmaError());
        out.number("varianceError", errors.varianceError());
        out.objects("theta", errors.theta(), theta -> {
            out.text("name", theta.name());
            out.number("monteCarlo", theta.monteCarlo());
            out.number("statistical", theta.statistical());
        });
    }

    static MonteCarlo readMonteCarlo(JsonIn in) {
        return new MonteCarlo(
                in.integer("probes", 1),
                in.integer("iterations", 0),
                in.number("objectiveError"),
                in.number("sigmaError"),
                in.number("varianceError"),
                in.objects("theta").stream()
                        .map(theta -> new MonteCarlo.ThetaError(
                                theta.text("name"), theta.number("monteCarlo"), theta.number("statistical")))
                        .toList());
    }

    static void writeFindings(JsonOut out, List<Finding> findings) {
        out.objects("findings", findings, finding -> {
            out.text("id", finding.id());
            out.text("severity", finding.severity().name());
            out.text("message", finding.message());
            out.text("remedy", finding.remedy());
        });
    }

    static List<Finding> readFindings(JsonIn in) {
        return in.objects("findings").stream()
                .map(finding -> new Finding(
                        finding.text("id"),
                        finding.constant("severity", Finding.Severity.class),
                        finding.text("message"),
                        finding.text("remedy")))
                .toList();
    }

    static void writeProvenance(JsonOut out, Provenance provenance) {
        out.text("version", provenance.version());
        out.text("java", provenance.java());
        out.text("platform", provenance.platform());
        out.text("kernels", provenance.kernels());
        out.text("dataDigest", provenance.dataDigest());
        out.text("plan", provenance.plan());
    }

    static Provenance readProvenance(JsonIn in) {
        return new Provenance(
                in.text("version"),
                in.text("java"),
                in.text("platform"),
                in.text("kernels"),
                in.text("dataDigest"),
                in.text("plan"));
    }
}
