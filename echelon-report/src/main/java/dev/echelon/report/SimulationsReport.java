package dev.echelon.report;

import dev.echelon.result.Simulations;
import java.io.OutputStream;

/** Simulated responses for programs. */
public final class SimulationsReport {
    private SimulationsReport() {}

    /** One line per row of the data and one column per replicate, {@code row,sim_1,sim_2,…}; empty where missing. */
    public static String csv(Simulations simulations) {
        StringBuilder out = new StringBuilder("row");
        for (int k = 1; k <= simulations.replicates(); k++) {
            out.append(",sim_").append(k);
        }
        out.append('\n');
        for (int row = 0; row < simulations.rows(); row++) {
            out.append(row + 1);
            for (int k = 0; k < simulations.replicates(); k++) {
                double value = simulations.response(k, row);
                out.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
            }
            out.append('\n');
        }
        return out.toString();
    }

    /** An array of replicates, each an array with one number or null per row. UTF-8. */
    public static void json(Simulations simulations, OutputStream target) {
        try (Json json = new Json(target)) {
            json.array();
            for (int k = 0; k < simulations.replicates(); k++) {
                json.array();
                for (int row = 0; row < simulations.rows(); row++) {
                    json.number(simulations.response(k, row));
                }
                json.endArray();
            }
            json.endArray();
        }
    }
}
