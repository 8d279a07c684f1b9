package dev.echelon.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.bench.Pairs;
import dev.echelon.table.Csv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleRaceTest {
    private static final Limits PLENTY = new Limits(60, 4000);

    @TempDir
    Path folder;

    @Test
    void aProcessIsMeasuredFromOutside() {
        WatchedProcess.Outcome outcome =
                WatchedProcess.run(folder, List.of("sh", "-c", "echo answer; sleep 0.3"), PLENTY);
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.output()).isEqualTo("answer\n");
        assertThat(outcome.trouble()).isEmpty();
        assertThat(outcome.seconds()).isGreaterThan(0.25);
    }

    @Test
    void aProcessIsStoppedAtItsLimits() {
        List<String> sleep = List.of("sleep", "30");
        assertThat(WatchedProcess.run(folder, sleep, new Limits(0.2, 4000)).trouble())
                .startsWith("stopped after");
        WatchedProcess.Outcome large = WatchedProcess.run(folder, sleep, new Limits(20, 0.01));
        assertThat(large.exit()).isEqualTo(-1);
        assertThat(large.trouble()).startsWith("stopped at");
    }

    @Test
    void aProcessThatFailsOrDoesNotExistSaysWhy() {
        assertThat(WatchedProcess.run(folder, List.of("sh", "-c", "echo one >&2; echo two >&2; exit 3"), PLENTY))
                .satisfies(outcome -> {
                    assertThat(outcome.exit()).isEqualTo(3);
                    assertThat(outcome.trouble()).isEqualTo("two");
                });
        assertThat(WatchedProcess.run(folder, List.of("no-such-program"), PLENTY)
                        .trouble())
                .contains("no-such-program");
    }

    @Test
    void theJsonOfAFitGivesEstimatesUnderTheCommonNames() {
        FitAnswer answer = FitAnswer.of("""
                {"nobs": 10, "sigma": 1.5, "objective": 7,
                 "fixed": [{"term": "(Intercept)", "estimate": 2e0, "se": 0.25}, {"term": "x", "estimate": 1}],
                 "varcorr": {"g": {"names": ["(Intercept)", "x"], "sd": [3, 4], "corr": [[1, 0.5], [0.5, 1]]}},
                 "monteCarlo": {"ratio": 0.05}, "provenance": {"plan": "one factor", "kernels": null}}""");
        assertThat(answer.estimates())
                .containsExactly(
                        Map.entry("b:(Intercept)", 2.0),
                        Map.entry("se:(Intercept)", 0.25),
                        Map.entry("b:x", 1.0),
                        Map.entry("sd:g:(Intercept)", 3.0),
                        Map.entry("sd:g:x", 4.0),
                        Map.entry("cor:g", 0.5),
                        Map.entry("sigma", 1.5),
                        Map.entry("objective", 7.0));
        assertThat(answer.facts())
                .containsEntry("monteCarlo.ratio", "0.05")
                .containsEntry("provenance.plan", "one factor")
                .doesNotContainKey("provenance.kernels");
    }

    @Test
    void theDifferenceIsRelativeAndLeavesTheObjectiveOut() {
        Measurement ours = done("echelon", 1, 100, Map.of("b:x", 2.0, "sigma", 1e-9, "objective", 5.0));
        Measurement theirs = done("lme4", 1, 100, Map.of("b:x", 2.002, "sigma", 0.0, "objective", 6.0, "b:z", 1.0));
        assertThat(theirs.difference(ours)).isEqualTo(1e-3, within(1e-12));
        assertThat(theirs.relativeDifference(ours)).isEqualTo(1, within(1e-12));
        assertThat(theirs.difference(done("none", 1, 1, Map.of()))).isNaN();
    }

    @Test
    void aProgramIsSparedWhatItCannotHold() {
        List<ScaleSet> sets = ScaleSet.all();
        ScaleSet small = sets.get(2);
        ScaleSet large = sets.get(4);
        Limits limits = new Limits(1800, 20_000);
        assertThat(new Prospect(limits, List.of(result(small, done("lme4", 10, 800, Map.of())))).refusal("lme4", large))
                .hasValueSatisfying(why -> assertThat(why).contains("49 GB", "one-1e6"));
        assertThat(new Prospect(limits, List.of(result(small, done("lme4", 65, 310, Map.of())))).refusal("lme4", large))
                .hasValueSatisfying(why -> assertThat(why).contains("100 minutes"));
        assertThat(new Prospect(limits, List.of(result(small, done("lme4", 5, 310, Map.of())))).refusal("lme4", large))
                .isEmpty();
        assertThat(new Prospect(limits, List.of()).refusal("lme4", large)).isEmpty();
    }

    @Test
    void goalsAreJudgedByTheFastestDuckDb() {
        ScaleSet set = ScaleSet.all().get(4);
        ScaleResult result = new ScaleResult(
                set,
                List.of(
                        done("echelon", 12, 2000, Map.of("b:x1", 0.5)),
                        done("duckdb sum, 1 thread", 16, 500, Map.of()),
                        done("duckdb sum, 2 threads", 10, 500, Map.of()),
                        done("spark local[2]", 100, 5000, Map.of("b:x1", 0.5 + 1e-8))));
        assertThat(result.goals().stream().map(goal -> goal.what() + ": " + goal.outcome() + " " + goal.met()))
                .containsExactly(
                        "at most 1.5 times DuckDB's fastest sums: 1.20 times true",
                        "less than 6 GB: 2000 MB true",
                        "Spark's estimates, errors and objective to 1e-9: 2.0e-08 false");
        assertThat(ScaleTable.of(List.of(result))).contains("one-1e8: 100,000,000 rows", "MISSED: 2.0e-08", "1.33");
    }

    @Test
    void theSumsOfDuckDbCountEveryRowAndGroup() throws Exception {
        Path file = folder.resolve("d.csv");
        Files.writeString(file, "g,x1,x2,x3,y\n1,1,2,3,4\n1,2,3,4,5\n7,0,1,0,1\n");
        Path answer = folder.resolve("answer");
        GroupSums.main(new String[] {"fsum", "2", "y ~ x1", file.toString(), answer.toString()});
        assertThat(Pairs.read(answer).text("groups")).isEqualTo("2");
        assertThat(Pairs.read(answer).text("rows")).isEqualTo("3");
    }

    @Test
    void numbersOfEqualFitsHaveEqualBitsAndOthersAreNamed() {
        Path data = Path.of(System.getProperty("echelon.root", ".."), "data/sleepstudy.csv");
        Lmm model = Lmm.of("Reaction ~ Days + (Days | Subject)");
        LmmFit fit = model.fit(Csv.reader().read(data));
        Map<String, Double> numbers = Numbers.of(fit);
        assertThat(numbers).containsKey("standard error Days").hasSizeGreaterThan(80);
        assertThat(Numbers.differing(numbers, Numbers.of(model.fit(Csv.reader().read(data)))))
                .isEmpty();
        numbers.computeIfPresent("sigma", (name, sigma) -> Math.nextUp(sigma));
        assertThat(Numbers.differing(Numbers.of(fit), numbers)).containsExactly("sigma");
    }

    @Test
    void aForecastIsWrittenBesideTheFit() throws Exception {
        Path data = Path.of(System.getProperty("echelon.root", ".."), "data/penicillin.csv");
        Path answer = folder.resolve("answer");
        for (String way : List.of("exact", "iterative")) {
            ForecastRun.main(
                    new String[] {way, "diameter ~ 1 + (1 | plate) + (1 | sample)", data.toString(), answer.toString()
                    });
            Pairs pairs = Pairs.read(answer);
            assertThat(pairs.text("forecast_way")).isEqualTo(way.equals("exact") ? "blocked" : "iterative");
            assertThat(pairs.number("forecast_cpu_seconds")).isBetween(1e-6, 10.0);
            assertThat(pairs.number("forecast_bytes")).isBetween(100.0, 1e7);
            assertThat(pairs.number("fit_cpu_seconds")).isBetween(0.0, 60.0); // the clock ticks in hundredths
            assertThat(pairs.number("fit_bytes")).isPositive();
            assertThat(pairs.number("objective")).isCloseTo(330.86, within(2.0)); // lme4, REML
        }
    }

    @Test
    void forecastsAreJudgedByProcessorTimeAndMemory() {
        Measurement exact = done("exact, forecast", 90, 1000, Map.of("objective", 1000.0))
                .knowing(Map.of(
                        "forecast_cpu_seconds",
                        "30",
                        "fit_cpu_seconds",
                        "29",
                        "forecast_bytes",
                        "8",
                        "fit_bytes",
                        "10"));
        Measurement iterative = done("iterative, forecast", 90, 1000, Map.of("objective", 1001.0))
                .knowing(Map.of("monteCarlo.objectiveError", "0.5", "forecast_bytes", "9.5", "fit_bytes", "10"));
        ScaleResult result = new ScaleResult(ScaleSet.all().get(8), List.of(exact, iterative));
        assertThat(result.goals().stream().map(goal -> goal.what() + ": " + goal.outcome() + " " + goal.met()))
                .contains(
                        "the forecast of an exact fit's processor time within 10 %: +3 % true",
                        "the forecast of an exact fit's memory within 10 %: -20 % false",
                        "the forecast of an iterative fit's memory within 10 %: -5 % true",
                        "the iterative objective within 3 of its errors of the exact one: 2.00 of them true");
    }

    @Test
    void mistakesOfTheCommandLineAreNamed() {
        assertThatThrownBy(() -> ScaleOptions.parse("--only", "one")).hasMessageContaining("'one'");
        assertThatThrownBy(() -> ScaleOptions.parse("--fast", "1")).hasMessageContaining("'--fast'");
        assertThatThrownBy(() -> ScaleOptions.parse("--rows", "many")).hasMessageContaining("'many'");
        assertThatThrownBy(() -> ScaleOptions.parse("--rows")).hasMessageContaining("'--rows'");
    }

    @Test
    void optionsChooseSetsAndPrograms() {
        ScaleOptions options = ScaleOptions.parse("--rows", "1e6", "--programs", "echelon,duckdb", "--save");
        assertThat(options.sets())
                .extracting(ScaleSet::name)
                .contains("one-1e6", "hdp")
                .doesNotContain("one-1e7");
        assertThat(options.wants("duckdb fsum, 1 thread")).isTrue();
        assertThat(options.wants("lme4")).isFalse();
        assertThat(options.save()).isPresent();
    }

    @Test
    void everyProgramOfASetExists() {
        Map<String, Program> programs = Programs.of(Path.of(System.getProperty("echelon.root", "..")));
        assertThat(ScaleSet.all())
                .allSatisfy(set -> assertThat(programs.keySet()).containsAll(set.programs()));
    }

    private static ScaleResult result(ScaleSet set, Measurement measurement) {
        return new ScaleResult(set, List.of(measurement));
    }

    private static Measurement done(String program, double seconds, double megabytes, Map<String, Double> estimates) {
        return new Measurement(program, Measurement.Status.DONE, seconds, seconds, megabytes, estimates, Map.of(), "");
    }
}
