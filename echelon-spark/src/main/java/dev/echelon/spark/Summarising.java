package dev.echelon.spark;

import dev.echelon.DataSummary;
import dev.echelon.error.EchelonException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.reflect.ClassTag$;

/** Sums up the rows of a dataset where they are: one job to learn levels and scales, one to sum up. */
final class Summarising {
    /** The driver may hold this part of its memory in sums: fitting them takes as much again. */
    private static final int DRIVER_SHARE = 4;

    /** Levels are dealt out to as many parts as the rows have, but not to more than these. */
    private static final int MOST_PARTS = 200;

    private final SparkSession session;
    private final ModelOptions options;
    private final Sums.Reading reading;
    private final JavaRDD<InternalRow> rows;
    private final long budget;

    Summarising(ModelOptions options, Dataset<?> dataset) {
        ModelSchema.require(options, dataset.schema());
        DatasetColumns all = DatasetColumns.of(dataset.schema());
        DatasetColumns columns = all.only(options.columns(all.names()));
        this.session = dataset.sparkSession();
        this.options = options;
        this.reading = new Sums.Reading(options, columns);
        this.rows = columns.select(dataset).queryExecution().toRdd().toJavaRDD();
        this.budget = budget(session.sparkContext().conf());
    }

    /** What the driver may receive: a share of its memory, and half of what Spark allows. */
    static long budget(SparkConf conf) {
        long allowed = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
        long share = conf.getSizeAsBytes(
                "spark.echelon.driverBytes", Runtime.getRuntime().maxMemory() / DRIVER_SHARE + "b");
        return allowed > 0 ? Math.min(share, allowed / 2) : share;
    }

    /**
     * The sums on the driver.
     *
     * @throws EchelonException if they are too large for it
     */
    static DataSummary of(ModelOptions options, Dataset<?> dataset) {
        return said(() -> new Summarising(options, dataset).summary());
    }

    private DataSummary summary() {
        if (options.hasOneFactor()) {
            try (PartitionedLevels levels = levels()) {
                if (!fits(levels)) {
                    throw tooLarge(levels.bytes());
                }
                return levels.together();
            }
        }
        OrderedMerge.Result sums = new OrderedMerge(Sums::merged, budget).of(parts().map(Sums::bytes));
        if (!sums.fits()) {
            throw tooLarge(sums.bytes());
        }
        return Sums.read(sums.merged());
    }

    private EchelonException tooLarge(long bytes) {
        return new EchelonException("the sums of the model take about " + megabytes(bytes) + " MB, more than the "
                + megabytes(budget) + " MB that the driver has for them; raise spark.driver.memory (and"
                + " spark.driver.maxResultSize), or, if the model has one grouping factor, use"
                + " EchelonSpark.fitPartitioned, which leaves the groups with the executors");
    }

    /** The levels of the only grouping factor, with the executors. */
    PartitionedLevels levels() {
        return levels(Math.max(1, Math.min(rows.getNumPartitions(), MOST_PARTS)));
    }

    /** @param count how many parts the levels are dealt out to */
    PartitionedLevels levels(int count) {
        return PartitionedLevels.of(parts(), count);
    }

    /** Whether the driver can hold levels. */
    boolean fits(PartitionedLevels levels) {
        return levels.bytes() <= budget;
    }

    /** Where levels are, and why. */
    String whereabouts(PartitionedLevels levels) {
        boolean fits = fits(levels);
        return "the sums of the levels take " + megabytes(levels.bytes()) + " MB, " + (fits ? "less" : "more")
                + " than the " + megabytes(budget) + " MB that the driver has for them: "
                + (fits
                        ? "the model is fitted there"
                        : "they stay with the executors, and each evaluation of the likelihood is a job");
    }

    private static long megabytes(long bytes) {
        return Math.max(1, bytes >> 20);
    }

    /** The sums of each partition. */
    private JavaRDD<DataSummary> parts() {
        Sums.Reading own = reading;
        byte[] plan = plan();
        Broadcast<byte[]> sent = session.sparkContext().broadcast(plan, ClassTag$.MODULE$.apply(byte[].class));
        return rows.mapPartitions(partition -> Sums.one(own.summed(partition, sent.value())));
    }

    private byte[] plan() {
        Sums.Reading own = reading;
        if (rows.getNumPartitions() == 0) {
            throw new EchelonException("the data have no rows");
        }
        JavaRDD<byte[]> scans = rows.mapPartitions(partition -> Sums.one(own.scanned(partition)));
        OrderedMerge.Result scan = new OrderedMerge(own::mergedScans, budget).of(scans);
        if (!scan.fits()) {
            throw new EchelonException("what must be learned from the data (levels of fixed factors, columns of"
                    + " functions such as ns()) takes " + megabytes(scan.bytes())
                    + " MB, more than the driver has for it;"
                    + " compute such columns beforehand, or raise spark.driver.memory");
        }
        return own.scan(List.of(scan.merged())).plan().toBytes();
    }

    /** Work whose errors are a user's to understand are thrown as such, not as the failure of a task. */
    static <T> T said(Work<T> work) {
        try {
            return work.run();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof EchelonException known) {
                    throw known;
                }
            }
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
    }

    /** Something that runs jobs. */
    interface Work<T> {
        T run() throws SparkException;
    }
}
