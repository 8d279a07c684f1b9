package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example of every help does what it says: it runs, as typed, but for where the files are. */
class ExamplesTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void files() throws IOException {
        fit("sleepstudy.fit", "Reaction ~ Days + (Days | Subject)", "sleepstudy.csv");
        fit("intercept.fit", "Reaction ~ Days + (1 | Subject)", "sleepstudy.csv");
        fit("slope.fit", "Reaction ~ Days + (Days | Subject)", "sleepstudy.csv");
        fit("oats.fit", "yield ~ Variety * nitro + (1 | Block/Variety)", "oats.csv", "--factor", "nitro");
        fit("orthodont.fit", "distance ~ age * Sex + (age | Subject)", "orthodont.csv");
        fit("hsb82.fit", "mAch ~ ses + sector + (ses | school)", "hsb82.csv.gz");
        sums();
        Files.writeString(folder.resolve("new.csv"), "Days,Subject\n3,308\n12,309\nNA,310\n");
        StringBuilder rows = new StringBuilder("y,x,a,b,g\n");
        for (int i = 0; i < 60; i++) {
            double y = 3 + i % 5 + 0.3 * (i % 7) + Math.sin(i);
            rows.append(String.format(Locale.ROOT, "%.3f,%d,a%d,b%d,g%d\n", y, i % 7, i % 5, i / 5 % 3, i % 6));
        }
        Files.writeString(folder.resolve("data.csv"), rows);
        animals();
        parquet("sleepstudy");
    }

    private static void parquet(String name) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM read_csv('" + Run.data(name + ".csv") + "')) TO '"
                    + folder.resolve(name + ".parquet") + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Cross-products of a file and of its days. */
    private static void sums() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(Run.data("sleepstudy.csv")));
        String header = lines.get(0) + "\n";
        Files.writeString(folder.resolve("monday.csv"), header + String.join("\n", lines.subList(1, 81)));
        Files.writeString(folder.resolve("tuesday.csv"), header + String.join("\n", lines.subList(81, 181)));
        for (String name : List.of("sleepstudy", "monday", "tuesday")) {
            String data = name.equals("sleepstudy")
                    ? Run.data("sleepstudy.csv")
                    : folder.resolve(name + ".csv").toString();
            String file = folder.resolve(name + ".sums").toString();
            Run run = Run.of("crossproducts", "Reaction ~ Days + (Days | Subject)", data, "-o", file);
            assertThat(run.code()).as(run.err()).isZero();
        }
    }

    /** Three generations: two founders, four of theirs, and eight of a mating of full sibs, twice each. */
    private static void animals() throws IOException {
        StringBuilder pedigree = new StringBuilder("id,sire,dam\na1,,\na2,,\n");
        StringBuilder weights = new StringBuilder("animal,weight\n");
        for (int i = 3; i <= 14; i++) {
            pedigree.append("a").append(i).append(i <= 6 ? ",a1,a2\n" : i % 2 == 0 ? ",a3,a4\n" : ",a5,a6\n");
            for (int k = 0; k < 2; k++) {
                weights.append(String.format(Locale.ROOT, "a%d,%.2f\n", i, 40 + i % 4 + i % 2 * 3 + 0.4 * k));
            }
        }
        Files.writeString(folder.resolve("pedigree.csv"), pedigree);
        Files.writeString(folder.resolve("animals.csv"), weights);
    }

    private static void fit(String name, String formula, String data, String... more) {
        List<String> args = new ArrayList<>(List.of("fit", formula, Run.data(data), "--save"));
        args.add(folder.resolve(name).toString());
        args.addAll(List.of(more));
        Run run = Run.of(args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fit",
                "explain",
                "explore",
                "show",
                "anova",
                "test",
                "means",
                "compare",
                "ranef",
                "effects",
                "predict",
                "simulate",
                "power",
                "confint",
                "check",
                "report",
                "crossproducts"
            })
    void everyExampleOfTheHelpRuns(String command) throws IOException {
        List<String> examples = examples(Run.of(command, "--help").out());
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            assertThat(example).startsWith("echelon " + command + " ");
            String input = example.contains(" - ") ? Files.readString(folder.resolve("data.csv")) : "";
            Run run = Run.withInput(input, words(example, command.equals("fit") ? "saved-" : ""));
            assertThat(run.code()).as(example + "\n" + run.err()).isZero();
            assertThat(run.out().isEmpty()).as(example).isEqualTo(example.contains(" -o "));
        }
    }

    /** The lines after the heading, joined where one ends with a backslash, without what comes before a pipe. */
    private static List<String> examples(String help) {
        String text = help.substring(help.indexOf("Example"));
        String joined = text.substring(text.indexOf('\n') + 1).replaceAll("\\\\\\R *", "");
        return joined.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring(Math.max(0, line.indexOf("echelon "))))
                .toList();
    }

    private static String[] words(String example, String prefix) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(example.replaceAll(" > .*", ""));
        while (matcher.find()) {
            String quoted = matcher.group(1);
            words.add(quoted == null ? place(matcher.group(2), prefix) : quoted);
        }
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    /** Where a file is: among the data, or among what this test made, with a prefix for fits that an example makes. */
    private static String place(String word, String prefix) {
        int equals = word.indexOf('=');
        if (equals > 0 && word.endsWith(".csv")) {
            return word.substring(0, equals + 1) + place(word.substring(equals + 1), prefix);
        }
        String name = word.substring(word.lastIndexOf('/') + 1);
        if (name.endsWith(".html") || name.endsWith(".parquet") || name.endsWith(".sums") || name.equals("pictures")) {
            return folder.resolve(name).toString();
        }
        if (!name.endsWith(".csv")) {
            return name.endsWith(".fit") ? folder.resolve(prefix + name).toString() : word;
        }
        for (String candidate : List.of(name, name + ".gz")) {
            if (Files.exists(Path.of(Run.data(candidate)))) {
                return Run.data(candidate);
            }
        }
        return folder.resolve(name).toString();
    }
}
