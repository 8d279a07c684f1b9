package dev.echelon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.PartitionedFit;
import dev.echelon.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Fits on a real standalone cluster: a master and two workers, each a process of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";
    private static final Table TABLE = Data.table("sleepstudy.csv", "Subject");
    private static final int PARTITIONS = 12;

    /** Tasks that end before: those that scan, those that bring the scans home, and some of those that sum up. */
    private static final int IN_THE_MIDDLE = 2 * PARTITIONS + 4;

    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;
    private static SparkSession session;

    @BeforeAll
    static void start() throws InterruptedException {
        Sessions.local().stop(); // a JVM has one Spark context
        try {
            cluster = StandaloneCluster.start(folder);
        } catch (IOException e) {
            abort("no standalone cluster could be started here: " + e.getMessage());
        }
        session = cluster.session();
    }

    @AfterAll
    static void stop() {
        if (session != null) {
            session.stop();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Dataset<Row> rows() {
        return Data.dataset(session, TABLE, PARTITIONS);
    }

    @Test
    @Order(1)
    void aFitOnAClusterEqualsTheFitInMemory() {
        SameFit.check(EchelonSpark.fit(FORMULA, rows()), Lmm.of(FORMULA).fit(TABLE), 1e-9);
    }

    @Test
    @Order(2)
    void groupsThatStayWithTheExecutorsGiveTheSameFit() {
        try (SpreadFit spread = EchelonSpark.fitPartitioned(FORMULA, rows(), 3)) {
            assertThat(spread.fit().objective())
                    .isCloseTo(Lmm.of(FORMULA).fit(TABLE).objective(), Offset.offset(1e-7));
            assertThat(spread.randomEffects().count()).isEqualTo(36);
        }
    }

    @Test
    @Order(3)
    void predictionsAreMadeOnExecutors() {
        FittedLinearMixedModel model =
                new LinearMixedModel().setFormula(FORMULA).fit(rows());

        assertThat(model.transform(rows())
                        .filter("abs(prediction - Reaction) < 200")
                        .count())
                .isEqualTo(TABLE.rowCount());
    }

    @Test
    @Order(4)
    void aWorkerKilledInTheMiddleChangesNoBit() throws InterruptedException {
        LmmFit undisturbed = EchelonSpark.fit(FORMULA, Delayed.by(0, rows()));
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        session.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd task) {
                if (ended.incrementAndGet() == IN_THE_MIDDLE) {
                    kill(1);
                }
            }

            @Override
            public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                lost.incrementAndGet();
            }
        });

        LmmFit disturbed = EchelonSpark.fit(FORMULA, Delayed.by(250, rows()));

        assertThat(cluster.isAlive(1)).isFalse();
        assertThat(lost).hasPositiveValue();
        assertThat(disturbed.objective()).isEqualTo(undisturbed.objective());
        assertThat(disturbed.theta()).isEqualTo(undisturbed.theta());
        assertThat(disturbed.coefficients()).isEqualTo(undisturbed.coefficients());
    }

    @Test
    @Order(5)
    void aWorkerKilledBetweenEvaluationsChangesNoBitOfAFitWhoseGroupsStay() throws Exception {
        cluster.startWorker(); // in place of the one that was killed
        awaitExecutors(2);
        ModelOptions options = ModelOptions.of(FORMULA);
        try (PartitionedLevels levels = new Summarising(options, rows()).levels(4)) {
            AtomicInteger undisturbedSums = new AtomicInteger();
            PartitionedFit undisturbed = PartitionedFit.of(options.model(), levels.rows(), task -> {
                undisturbedSums.incrementAndGet();
                return levels.sum(task);
            });
            assertThat(places(levels)).isEqualTo(2);

            AtomicInteger sums = new AtomicInteger();
            PartitionedFit disturbed = PartitionedFit.of(options.model(), levels.rows(), task -> {
                if (sums.incrementAndGet() == undisturbedSums.get() / 2) {
                    kill(2);
                }
                return levels.sum(task);
            });

            assertThat(cluster.isAlive(2)).isFalse();
            assertThat(sums).hasValue(undisturbedSums.get()).hasValueGreaterThan(4);
            assertThat(disturbed.objective()).isEqualTo(undisturbed.objective());
            assertThat(disturbed.sigma()).isEqualTo(undisturbed.sigma());
            assertThat(disturbed.coefficients()).isEqualTo(undisturbed.coefficients());
            assertThat(disturbed.covarianceEstimates()).isEqualTo(undisturbed.covarianceEstimates());
        }
    }

    private static void awaitExecutors(int count) throws InterruptedException {
        for (int i = 0; i < 900 && executors() < count; i++) {
            Thread.sleep(100);
        }
        assertThat(executors()).isEqualTo(count);
    }

    private static int executors() {
        return session.sparkContext().getExecutorMemoryStatus().size() - 1; // the driver is one
    }

    /** On how many executors the levels are: a task runs where its part is. */
    private static long places(PartitionedLevels levels) {
        return levels.levels().map(new ExecutorOf()).collect().stream()
                .distinct()
                .count();
    }

    private static void kill(int worker) {
        try {
            cluster.kill(worker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
