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

    private final SparkSession session;
    private final Sums.Reading reading;
    private final JavaRDD<InternalRow> rows;
    private final long budget;

    private Summarising(ModelOptions options, Dataset<?> dataset) {
        ModelSchema.require(options, dataset.schema());
        DatasetColumns all = DatasetColumns.of(dataset.schema());
        DatasetColumns columns = all.only(options.columns(all.names()));
        this.session = dataset.sparkSession();
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

    /** The sums of the rows, with their levels dealt out to partitions. */
    static PartitionedLevels partitioned(ModelOptions options, Dataset<?> dataset, int parts) {
        return said(() -> {
            Summarising summing = new Summarising(options, dataset);
            return PartitionedLevels.of(summing.parts(), parts, summing.budget);
        });
    }

    private DataSummary summary() {
        OrderedMerge.Result sums = new OrderedMerge(Sums::merged, budget).of(parts().map(Sums::bytes));
        if (!sums.fits()) {
            throw new EchelonException("the sums of the model take about " + megabytes(sums.bytes())
                    + " MB, more than the " + megabytes(budget) + " MB that the driver has for them; raise"
                    + " spark.driver.memory (and spark.driver.maxResultSize), or, if the model has one grouping factor, use"
                    + " EchelonSpark.fitPartitioned, which leaves the groups with the executors");
        }
        return Sums.read(sums.merged());
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
