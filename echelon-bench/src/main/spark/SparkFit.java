import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.spark.EchelonSpark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;

/**
 * One model through Spark on two local threads: {@code SparkFit FORMULA FILE ANSWER}. Run from source, because Spark is
 * no dependency of the benchmarks. The clock runs from the read of the Parquet file to the fit, with Spark started.
 */
public final class SparkFit {
    private SparkFit() {}

    public static void main(String[] args) throws Exception {
        Configurator.setRootLevel(Level.ERROR);
        StringBuilder lines = new StringBuilder();
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.maxResultSize", "0")
                .config("spark.sql.files.maxPartitionBytes", "1g") // few parts, each of which sums up all levels
                .getOrCreate()) {
            long start = System.nanoTime();
            LmmFit fit = EchelonSpark.fit(args[0], spark.read().parquet(args[1]));
            line(lines, "seconds", (System.nanoTime() - start) / 1e9);
            for (Coefficient c : fit.coefficients()) {
                line(lines, "b:" + c.term(), c.estimate());
                line(lines, "se:" + c.term(), c.stdError());
            }
            for (CovarianceEstimate term : fit.covarianceEstimates()) {
                for (int i = 0; i < term.columns().size(); i++) {
                    line(lines, "sd:" + term.name() + ":" + term.columns().get(i), term.standardDeviations().get(i));
                }
                if (term.columns().size() == 2) {
                    line(lines, "cor:" + term.name(), term.correlation().get(1).get(0));
                }
            }
            line(lines, "sigma", fit.sigma());
            line(lines, "objective", fit.objective());
        }
        Files.writeString(Path.of(args[2]), lines, StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder lines, String key, double value) {
        lines.append(key).append('\t').append(value).append('\n');
    }
}
