package dev.echelon.bench.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.table.Csv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    @TempDir
    Path folder;

    @Test
    void theSameSeedGivesTheSameRowsWhateverTheBatches() {
        for (String model : List.of("one-factor", "nested", "crossed", "power-law")) {
            Simulation simulation = simulation(model, "5000");
            assertThat(rows(simulation, 7)).isEqualTo(rows(simulation, 2048)).hasSize(5000);
            assertThat(rows(simulation(model, "5000", "--seed", "1"), 7)).isNotEqualTo(rows(simulation, 7));
        }
    }

    @Test
    void sortedRowsAreSortedByGroupAndUnsortedOnesAreNot() {
        assertThat(ids(simulation("one-factor", "5000", "--sorted"), 0)).isSorted();
        int[] unsorted = ids(simulation("one-factor", "5000"), 0);
        assertThat(IntStream.range(1, 5000)
                        .filter(i -> unsorted[i - 1] <= unsorted[i])
                        .count())
                .isBetween(2000L, 3000L);
    }

    @Test
    void nestedIdsAreUniqueAndEveryPupilHasFiveTests() {
        List<String> rows = rows(new Nested(10_000, 1), 100);
        assertThat(rows.stream()
                        .map(row -> row.split(","))
                        .allMatch(f -> Integer.parseInt(f[2]) / 100 == Integer.parseInt(f[1])
                                && Integer.parseInt(f[1]) / 40 == Integer.parseInt(f[0])))
                .isTrue();
        assertThat(counts(ids(new Nested(10_000, 1), 2))).hasSize(2000).containsOnly(5);
    }

    @Test
    void balancedCrossingHasNoPairTwiceAndEqualDegrees() {
        Crossed crossed = new Crossed(10_000, 500, 100, 3); // 20 levels of b for each of a; 20 divides 100
        Set<List<Integer>> pairs = new HashSet<>();
        int[] a = ids(crossed, 0);
        int[] b = ids(crossed, 1);
        for (int i = 0; i < a.length; i++) {
            pairs.add(List.of(a[i], b[i]));
        }
        assertThat(pairs).hasSize(10_000);
        assertThat(counts(a)).hasSize(500).containsOnly(20);
        assertThat(counts(b)).hasSize(100).containsOnly(100);
    }

    @Test
    void crossingDegreesThatDoNotDivideStillHaveNoPairTwice() {
        Crossed crossed = new Crossed(2_999, 100, 77, 3);
        int[] a = ids(crossed, 0);
        int[] b = ids(crossed, 1);
        assertThat(IntStream.range(0, a.length).mapToObj(i -> a[i] * 77 + b[i]).distinct())
                .hasSize(2_999);
    }

    @Test
    void fullDegreeClassesAreThoseOfMovieLens() {
        int[] movies = DegreeClasses.ofMovies(84_432, 200_948, 32_000_204);
        int[] users = DegreeClasses.ofUsers(200_948, 84_432, 32_000_204);
        assertThat(Arrays.stream(movies).asLongStream().sum()).isEqualTo(32_000_204);
        assertThat(Arrays.stream(users).asLongStream().sum()).isEqualTo(32_000_204);
        // Counts of movies with 1, at least 2, 5, 20 and 50 ratings as published for MovieLens 32M.
        assertThat(Arrays.stream(movies).filter(d -> d == 1).count()).isEqualTo(18_607);
        assertThat(atLeast(movies, 2)).isEqualTo(65_825);
        assertThat(atLeast(movies, 5)).isEqualTo(43_884);
        assertThat(atLeast(movies, 20)).isEqualTo(23_350);
        assertThat(atLeast(movies, 50)).isEqualTo(16_034);
        assertThat(Arrays.stream(users).min()).hasValue(20);
        assertThat(users[users.length / 2]).isBetween(70, 76); // 73 in MovieLens 32M
    }

    @Test
    void scaledDegreeClassesKeepTheirSharesAndTheTotal() {
        int[] movies = DegreeClasses.ofMovies(20_000, 60_000, 10_000_000);
        assertThat(Arrays.stream(movies).asLongStream().sum()).isEqualTo(10_000_000);
        assertThat((double) atLeast(movies, 2) / 20_000).isEqualTo(65_825 / 84_432.0, within(1e-3));
        assertThat((double) atLeast(movies, 50) / 20_000).isEqualTo(16_034 / 84_432.0, within(1e-3));
        assertThatThrownBy(() -> DegreeClasses.ofUsers(100, 50, 1_000)).hasMessageContaining("not possible");
    }

    @Test
    void powerLawRatingsHaveTheDegreesTheySay() {
        PowerLaw ratings = new PowerLaw(200_000, 3000, 2500, 5);
        assertThat(counts(ids(ratings, 0)))
                .containsExactlyInAnyOrder(boxed(DegreeClasses.ofUsers(3000, 2500, 200_000)));
        assertThat(counts(ids(ratings, 1)))
                .containsExactlyInAnyOrder(boxed(DegreeClasses.ofMovies(2500, 3000, 200_000)));
    }

    @Test
    void aScrambleIsAPermutation() {
        for (int length : new int[] {1, 2, 3, 1000, 1024, 1025}) {
            Scramble scramble = new Scramble(length, 9);
            assertThat(IntStream.range(0, length).mapToLong(scramble::at).distinct())
                    .hasSize(length)
                    .allMatch(i -> i >= 0 && i < length);
        }
    }

    @Test
    void parquetAndTextHoldTheSameRows() throws Exception {
        Simulation simulation = simulation("one-factor", "150000");
        Simulate.write(simulation, folder.resolve("d.parquet"));
        Simulate.write(simulation, folder.resolve("d.csv"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            String parquet = "'" + folder.resolve("d.parquet") + "'";
            String text = "'" + folder.resolve("d.csv") + "'";
            assertThat(single(statement, "SELECT count(*) FROM " + parquet)).isEqualTo(150_000);
            assertThat(single(statement, "SELECT count(*) FROM (FROM " + parquet + " EXCEPT ALL FROM " + text + ")"))
                    .isZero();
            assertThat(single(statement, "SELECT count(DISTINCT row_group_id) FROM parquet_metadata(" + parquet + ")"))
                    .isGreaterThan(1);
        }
        assertThat(Files.readString(folder.resolve("d.csv.truth.json"))).contains("\"x1\":0.5", "\"levels\":1500");
    }

    @Test
    void fitsFindTheParametersBehindTheData() throws Exception {
        for (String model : List.of("one-factor", "crossed", "nested", "power-law")) {
            Simulation simulation = simulation(model, "30000");
            Path file = folder.resolve(model + ".csv");
            Simulate.write(simulation, file);
            Truth truth = simulation.truth();
            LmmFit fit = Lmm.of(truth.formula()).fit(Csv.reader().read(file));
            for (Coefficient coefficient : fit.coefficients()) {
                assertThat(coefficient.estimate())
                        .as(model + " " + coefficient.term())
                        .isCloseTo(truth.fixed().get(coefficient.term()), within(4.5 * coefficient.stdError()));
            }
            assertThat(fit.sigma()).as(model).isCloseTo(truth.residual(), within(0.03));
        }
    }

    @Test
    void mistakesOfTheCommandLineAreNamed() {
        assertThatThrownBy(() -> simulation("two-factor", "10")).hasMessageContaining("'two-factor'");
        assertThatThrownBy(() -> simulation("crossed", "ten")).hasMessageContaining("'ten'");
        assertThatThrownBy(() -> simulation("crossed", "10", "--levels", "5")).hasMessageContaining("two numbers");
        assertThatThrownBy(() -> simulation("crossed", "10", "--levels", "2,2")).hasMessageContaining("pairs");
        assertThatThrownBy(() -> SimulateOptions.parse("crossed", "10")).hasMessageContaining("-o FILE");
    }

    private static Simulation simulation(String model, String rows, String... more) {
        List<String> args = new ArrayList<>(List.of(model, rows, "-o", "unused"));
        if (model.equals("power-law")) {
            args.addAll(List.of("--levels", rows.equals("5000") ? "150,300" : "600,500"));
        }
        args.addAll(List.of(more));
        return SimulateOptions.parse(args.toArray(String[]::new)).simulation();
    }

    private static long single(Statement statement, String query) throws Exception {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static List<String> rows(Simulation simulation, int capacity) {
        List<SimulatedColumn> columns = simulation.columns();
        ColumnBatch batch = new ColumnBatch(columns, capacity);
        Simulation.Generator generator = simulation.generator();
        List<String> rows = new ArrayList<>();
        for (int count = generator.next(batch); count > 0; count = generator.next(batch)) {
            for (int row = 0; row < count; row++) {
                StringBuilder text = new StringBuilder();
                for (int c = 0; c < columns.size(); c++) {
                    if (columns.get(c).integer()) {
                        text.append(batch.integer(c, row)).append(',');
                    } else {
                        text.append(batch.real(c, row)).append(',');
                    }
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }

    private static int[] ids(Simulation simulation, int column) {
        return rows(simulation, 1000).stream()
                .mapToInt(row -> Integer.parseInt(row.split(",")[column]))
                .toArray();
    }

    private static Integer[] counts(int[] ids) {
        int[] counts = new int[Arrays.stream(ids).max().orElse(-1) + 1];
        for (int id : ids) {
            counts[id]++;
        }
        return boxed(counts);
    }

    private static Integer[] boxed(int[] values) {
        return Arrays.stream(values).boxed().toArray(Integer[]::new);
    }

    private static long atLeast(int[] degrees, int least) {
        return Arrays.stream(degrees).filter(d -> d >= least).count();
    }
}
