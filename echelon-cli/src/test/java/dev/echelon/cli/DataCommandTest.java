package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.data.ReadProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data other than one file of delimited text, at the command line. */
class DataCommandTest {
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void files() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            String rows = "COPY (SELECT * FROM read_csv('" + Run.data("sleepstudy.csv") + "')) TO '" + folder;
            statement.execute(rows + "/sleep.parquet'");
            statement.execute(rows + "/sleep.jsonl' (FORMAT json)");
        }
    }

    @Test
    void parquetAndQueriesGiveTheSameEstimatesAsCsv() {
        String expected =
                Run.of("fit", FORMULA, Run.data("sleepstudy.csv"), "--json").out();
        String parquet = folder.resolve("sleep.parquet").toString();

        for (String[] data : new String[][] {
            {parquet},
            {folder.resolve("sleep.jsonl").toString()},
            {folder + "/*.parquet", "--threads", "1"},
            {Run.data("sleepstudy.csv"), "--sql", "SELECT * FROM data"},
            {"--sql", "SELECT * FROM '" + parquet + "'"}
        }) {
            String[] args = new String[data.length + 3];
            args[0] = "fit";
            args[1] = FORMULA;
            System.arraycopy(data, 0, args, 2, data.length);
            args[args.length - 1] = "--json";
            Run run = Run.of(args);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(objective(run.out())).isCloseTo(objective(expected), within(1e-8)); // sums in another order
        }
    }

    private static double objective(String json) {
        Matcher number = Pattern.compile("\"objective\" ?: ?([-0-9.eE]+)").matcher(json);
        assertThat(number.find()).isTrue();
        return Double.parseDouble(number.group(1));
    }

    @Test
    void aQueryWithoutDataIsExplained() {
        Run run = Run.of("explain", FORMULA, "--sql", "SELECT * FROM '" + folder.resolve("sleep.parquet") + "'");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("180");
    }

    @Test
    void aMistypedColumnOfParquetIsShownInTheFormula() {
        Run run = Run.of(
                "fit",
                "Reaction ~ Dayz + (1 | Subject)",
                folder.resolve("sleep.parquet").toString());

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("did you mean 'Days'?").contains("^^^^");
    }

    @Test
    void whatCannotBeReadIsOneSentence() {
        Run none = Run.of("fit", FORMULA, folder.resolve("none.parquet").toString());
        assertThat(none.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(none.err()).startsWith("error: there is no file '").hasLineCount(1);

        Run wrong = Run.of("fit", FORMULA, "--sql", "SELECT Reaktion FROM '" + folder.resolve("sleep.parquet") + "'");
        assertThat(wrong.err())
                .startsWith(
                        "error: the query has an error at line 1, column 8: referenced column \"Reaktion\" not found")
                .contains("Reaction");

        Run base = Run.of("fit", FORMULA, "jdbc:postgresql://127.0.0.1:1/x?table=t&password=secret", "--user", "me");
        assertThat(base.err())
                .startsWith("error: cannot connect to 'jdbc:postgresql://127.0.0.1:1/x'")
                .doesNotContain("secret");
    }

    @Test
    void standardInputCannotBeQueried() {
        Run run = Run.withInput("a,b\n", "fit", "a ~ b + (1 | c)", "-", "--sql", "SELECT * FROM data");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--sql cannot query standard input");
    }

    @Test
    void aFitOfPlainTextLoadsNeitherDuckDbNorADriver() throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.echelon.cli.Main",
                        "fit",
                        FORMULA,
                        Run.data("sleepstudy.csv"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(log, StandardCharsets.UTF_8))
                .contains("dev.echelon.LmmFit")
                .doesNotContain("org.duckdb")
                .doesNotContain("org.postgresql");
    }

    @Test
    void progressSaysRateAndRemainingTime() {
        long second = 1_000_000_000L;

        assertThat(Reading.text(new ReadProgress("reading rows", 25_000_000, 0.25, 0), 5 * second))
                .isEqualTo("reading rows: 25.0 of 100.0 million, 5.0 million per second, 15 s left");
        assertThat(Reading.text(new ReadProgress("reading rows", 250_000, Double.NaN, 0), second))
                .isEqualTo("reading rows: 0.25 million, 0.25 million per second");
        assertThat(Reading.text(new ReadProgress("learning types and levels", 0, Double.NaN, 0), second))
                .isEqualTo("learning types and levels");
        assertThat(Reading.text(new ReadProgress("reading rows", 1_000_000, 0.001, 0), 10 * second))
                .endsWith(", 167 min left");
    }
}
