package dev.echelon.bench;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whole fits under JMH, from table and formula text to standard errors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FitBenchmark {
    /** A model of the race. */
    @Param({"sleepstudy", "insteval3"})
    public String name = "";

    private Lmm model = Lmm.of("y ~ 1"); // both replaced before the first measurement
    private Table table = Table.of(Map.of());

    @Setup(Level.Trial)
    public void read() {
        RaceModel chosen = RaceModel.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        Path root = Path.of(System.getProperty("echelon.root", "."));
        table = RaceData.read(chosen.data(root).orElseThrow(), chosen.factors());
        model = Lmm.of(chosen.formula()).criterion(chosen.criterion());
    }

    @Benchmark
    public LmmFit fit() {
        return model.fit(table);
    }
}
