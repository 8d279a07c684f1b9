package dev.echelon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import dev.echelon.table.Csv;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading from a real PostgreSQL server, which this test starts; skipped where it is not installed. */
class PostgresTest {
    private static @Nullable PostgresServer running;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> programs = PostgresServer.programs();
        Assumptions.assumeTrue(programs.isPresent(), "PostgreSQL is not installed (Debian package 'postgresql')");
        running = PostgresServer.start(programs.get());
        StringBuilder rows = new StringBuilder();
        List<String> lines = Files.readAllLines(TestFiles.data("sleepstudy.csv"));
        for (String line : lines.subList(1, lines.size())) {
            rows.append(rows.length() == 0 ? "(" : ", (")
                    .append(line.replace('"', '\''))
                    .append(')');
        }
        server().run(
                        "CREATE TABLE sleepstudy (\"Reaction\" double precision, \"Days\" integer, \"Subject\" integer)",
                        "INSERT INTO sleepstudy VALUES " + rows,
                        "CREATE TABLE many AS SELECT i, i * 0.5::float8 AS x, 'g' || (i * 31 % 977) AS g"
                                + " FROM generate_series(0, 99999) i");
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (running != null) {
            running.stop();
        }
    }

    @Test
    void aTableGivesTheSameBitsAsTheFile() {
        String formula = "Reaction ~ Days + (Days | Subject)";
        LmmFit expected = Lmm.of(formula).fit(Csv.source(TestFiles.data("sleepstudy.csv")));

        try (ExternalSource rows = open("?table=sleepstudy")) {
            assertThat(rows.columnNames()).containsExactly("Reaction", "Days", "Subject");
            assertThat(Lmm.of(formula).fit(rows).objective()).isEqualTo(expected.objective());
        }
        try (ExternalSource rows = sql("SELECT * FROM public.sleepstudy ORDER BY \"Subject\", \"Days\";")) {
            assertThat(Lmm.of(formula).fit(rows).objective()).isEqualTo(expected.objective());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "smallint, 7, 7.0", "integer, -7, -7.0", "bigint, 9007199254740991, 9007199254740991.0", "real, 0.5, 0.5",
        "double precision, 0.1, 0.1", "'numeric(9,2)', 1.25, 1.25", "numeric, 1e-3, 0.001", "numeric, NaN, NaN"
    })
    void numbersAreNumbers(String type, String value, double expected) {
        NumericColumn x =
                (NumericColumn) column("SELECT v::" + type + " AS x FROM (VALUES ('" + value + "'), (NULL)) t(v)");

        assertThat(x.toArray()).containsExactly(expected, Double.NaN);
    }

    @ParameterizedTest
    @CsvSource({
        "text, b, b",
        "varchar(5), 10, 10",
        "boolean, t, true",
        "date, 2026-01-31, 2026-01-31",
        "timestamp, 2026-01-31 10:00:00, 2026-01-31 10:00:00",
        "timestamptz, 2026-07-01 12:00:00+02, 2026-07-01 10:00:00+00",
        "uuid, 00000000-0000-0000-0000-00000000000a, 00000000-0000-0000-0000-00000000000a",
        "bigint, 9007199254740993, 9007199254740993",
        "'numeric(30,0)', 9007199254740993, 9007199254740993"
    })
    void othersAreFactors(String type, String value, String level) {
        Factor x = (Factor) column("SELECT v::" + type + " AS x FROM (VALUES ('" + value + "'), (NULL)) t(v)");

        assertThat(x.levels()).containsExactly(level);
        assertThat(x.level(0)).isEqualTo(level);
        assertThat(x.level(1)).isNull();
    }

    @Test
    void typesThatAreNeitherAreRefusedWhenUsed() {
        try (ExternalSource rows = sql("SELECT ARRAY[1] AS a, '{}'::jsonb AS j, 1 AS y")) {
            assertThatThrownBy(() -> rows.select(List.of("a")).schema())
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("column 'a' of the query's result of '")
                    .hasMessageContaining("has the type _int4");
            assertThatThrownBy(() -> rows.select(List.of("j")).schema()).hasMessageContaining("jsonb");
            assertThat(rows.select(List.of("y")).schema().names()).containsExactly("y");
        }
    }

    @Test
    void rowsComeInOrderAndLevelsAreSorted() {
        try (ExternalSource rows = open("?table=public.many")) {
            long[] next = {0};
            rows.forEachBatch(batch -> {
                NumericColumn i = (NumericColumn) batch.column("i");
                Factor g = (Factor) batch.column("g");
                for (int row = 0; row < batch.rowCount(); row++) {
                    assertThat(i.value(row)).isEqualTo((double) next[0]);
                    assertThat(g.level(row)).isEqualTo("g" + next[0]++ * 31 % 977);
                }
            });
            assertThat(rows.knownRows()).hasValue(100_000);
            assertThat(rows.schema().find("g").orElseThrow().levels())
                    .hasSize(977)
                    .isSorted();
        }
    }

    @Test
    void bothPassesSeeOneSnapshot() {
        server().run("CREATE TABLE changing AS SELECT generate_series(1, 1000) AS i");
        try (ExternalSource rows = open("?table=changing")) {
            rows.schema();
            server().run("INSERT INTO changing VALUES (5000)", "DELETE FROM changing WHERE i < 10");
            assertThat(count(rows)).isEqualTo(1000);
            assertThat(count(rows)).isEqualTo(1000);
        }
        try (ExternalSource rows = open("?table=changing")) {
            assertThat(count(rows)).isEqualTo(992);
        }
    }

    @Test
    void aLostConnectionIsOneSentenceAndTheNextPassMakesANewOne() {
        try (ExternalSource rows = open("?table=many")) {
            boolean[] killed = {false};
            assertThatThrownBy(() -> rows.forEachBatch(batch -> {
                        if (!killed[0]) {
                            killed[0] = true;
                            server().run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE pid <> pg_backend_pid() AND usename = '" + PostgresServer.USER + "'");
                        }
                    }))
                    .isInstanceOf(EchelonException.class)
                    .message()
                    .startsWith("the connection to 'jdbc:postgresql://127.0.0.1:")
                    .contains("was lost after ")
                    .contains("run it again")
                    .doesNotContain("\n");
            assertThat(count(rows)).isEqualTo(100_000);
        }
    }

    @Test
    void rowsAreNeverAllInMemory() throws IOException, InterruptedException {
        // 400,000 rows of 8 columns are at least 150 MB in the driver's form.
        server().run("CREATE TABLE wide AS SELECT i, random() a, random() b, random() c, random() d, random() e,"
                + " random() f, random() h FROM generate_series(1, 400000) i");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CountRows.class.getName(),
                        server().address("?table=wide"))
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("400000");
    }

    @Test
    void aWrongPasswordIsOneSentenceWithoutIt() {
        SourceOptions options =
                SourceOptions.defaults().user(PostgresServer.USER).password("wrong-secret");
        try (ExternalSource rows = DataSources.open(server().address("?table=many&connectTimeout=5"), options)) {
            assertThatThrownBy(rows::schema)
                    .isInstanceOf(EchelonException.class)
                    .message()
                    .contains("refuses the user 'tester'")
                    .contains("ECHELON_JDBC_PASSWORD")
                    .doesNotContain("wrong-secret")
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT zz FROM many | column \"zz\" does not exist at character 8",
                "SELEC 1 | syntax error at or near \"1\" at character 7",
                "SELECT 1 / 0 AS x | division by zero",
                "DELETE FROM many | syntax error",
            })
    void aWrongQueryIsOneSentence(String query, String message) {
        try (ExternalSource rows = sql(query)) {
            assertThatThrownBy(() -> count(rows))
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining(message)
                    .message()
                    .doesNotContain("\n");
        }
        try (ExternalSource rows = open("?table=many")) {
            assertThat(count(rows)).isEqualTo(100_000);
        }
    }

    @Test
    void aMissingTableIsNamed() {
        try (ExternalSource rows = open("?table=nowhere")) {
            assertThatThrownBy(rows::columnNames)
                    .hasMessageContaining("cannot read table 'nowhere' of 'jdbc:postgresql://127.0.0.1")
                    .hasMessageContaining("does not exist");
        }
    }

    private static PostgresServer server() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private static ExternalSource open(String parameters) {
        return DataSources.open(server().address(parameters), PostgresServer.options());
    }

    private static ExternalSource sql(String query) {
        return DataSources.open(server().address(""), PostgresServer.options().sql(query));
    }

    private static dev.echelon.table.Column column(String query) {
        try (ExternalSource rows = sql(query)) {
            List<Table> batches = new ArrayList<>();
            rows.forEachBatch(batches::add);
            return batches.get(0).column("x");
        }
    }

    private static long count(ExternalSource rows) {
        long[] count = {0};
        rows.forEachBatch(batch -> count[0] += batch.rowCount());
        return count[0];
    }

    /** Reads a table in a process of its own. */
    static final class CountRows {
        private CountRows() {}

        public static void main(String[] args) {
            try (ExternalSource rows = DataSources.open(args[0], PostgresServer.options())) {
                System.out.println(count(rows));
            }
        }
    }
}
