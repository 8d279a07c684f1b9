package dev.echelon.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** One Spark session in the JVM of the tests, shared by all test classes that need no cluster. */
final class Sessions {
    private Sessions() {}

    static synchronized SparkSession local() {
        return quiet(SparkSession.builder().master("local[2]").appName("echelon tests"))
                .getOrCreate();
    }

    /** Nothing listens beyond this machine; few tasks; nothing is written outside of the build's folder. */
    static SparkSession.Builder quiet(SparkSession.Builder builder) {
        Path scratch = Path.of("target", "spark").toAbsolutePath();
        return builder.config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.local.dir", scratch.toString())
                .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
                .config("spark.sql.session.timeZone", "Asia/Kathmandu");
    }
}
