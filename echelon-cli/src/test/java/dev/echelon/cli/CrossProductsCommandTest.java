package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.Checkpoint;
import dev.echelon.Lmm;
import dev.echelon.data.DataSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossProductsCommandTest {
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";

    @TempDir
    private Path folder = Path.of("");

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Run ok(String... args) {
        Run run = Run.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private static String refused(int code, String... args) {
        Run run = Run.of(args);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    private String sums() {
        ok("crossproducts", FORMULA, Run.data("sleepstudy.csv"), "-o", file("all.sums"));
        return file("all.sums");
    }

    /** Rows of one file in two. */
    private void split() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(Run.data("sleepstudy.csv")));
        for (int part = 0; part < 2; part++) {
            int wanted = part;
            String rows = java.util.stream.IntStream.range(1, lines.size())
                    .filter(i -> i % 2 == wanted)
                    .mapToObj(lines::get)
                    .collect(Collectors.joining("\n", lines.get(0) + "\n", "\n"));
            Files.writeString(folder.resolve("part" + part + ".csv"), rows);
            ok("crossproducts", FORMULA, file("part" + part + ".csv"), "-o", file("part" + part + ".sums"));
        }
    }

    private static String tables(Run run) {
        return run.out()
                .substring(run.out().indexOf("Random effects:"), run.out().indexOf("Converged"));
    }

    @Test
    void fitsFromSumsPrintWhatFitsOfTheDataPrint() {
        String sums = sums();
        String data = Run.data("sleepstudy.csv");

        for (String df : List.of("satterthwaite", "kenward-roger")) {
            assertThat(ok("fit", FORMULA, sums, "--json", "--df", df).out())
                    .isEqualTo(ok("fit", FORMULA, data, "--json", "--df", df).out());
        }
        assertThat(tables(ok("fit", sums))).isEqualTo(tables(ok("fit", FORMULA, data)));
        String smaller = "Reaction ~ 1 + (1 | Subject)";
        assertThat(objective(ok("fit", smaller, sums, "--ml", "--json").out()))
                .isEqualTo(objective(ok("fit", smaller, data, "--ml", "--json").out()));
    }

    @Test
    void otherCommandsTakeSumsForSavedFits() {
        String sums = sums();
        ok("fit", FORMULA, Run.data("sleepstudy.csv"), "--save", file("a.fit"));

        for (List<String> command : List.of(
                List.of("anova"),
                List.of("confint", "--method", "profile"),
                List.of("confint", "--method", "bootstrap", "-n", "20", "--seed", "1"),
                List.of("ranef"),
                List.of("test", "Days = 0"),
                List.of("means", "Days"))) {
            assertThat(ok(with(command, sums)).out())
                    .as(command.toString())
                    .isEqualTo(ok(with(command, file("a.fit"))).out());
        }
        ok("fit", "Reaction ~ Days + (1 | Subject)", sums, "--save", file("b.fit"));
        assertThat(ok("compare", file("b.fit"), sums).out()).contains("(1 | Subject)", "(Days | Subject)");
        assertThat(ok("explain", sums).out()).contains("Subject (us): 18 levels x 2 effects");
    }

    private static String[] with(List<String> command, String file) {
        List<String> args = new java.util.ArrayList<>(command);
        args.add(1, file);
        return args.toArray(String[]::new);
    }

    @Test
    void mergedPartsFitLikeTheWhole() throws IOException {
        split();
        ok("crossproducts", "merge", file("part0.sums"), file("part1.sums"), "-o", file("both.sums"));

        assertThat(tables(ok("fit", FORMULA, file("both.sums"))))
                .isEqualTo(tables(ok("fit", FORMULA, Run.data("sleepstudy.csv"))));
        assertThat(refused(1, "crossproducts", "merge", file("part0.sums"), file("part0.sums"), "-o", file("x")))
                .contains("count twice");
        ok("crossproducts", "Reaction ~ Days + (1 | Subject)", file("part1.csv"), "-o", file("other.sums"));
        assertThat(refused(1, "crossproducts", "merge", file("part0.sums"), file("other.sums"), "-o", file("x")))
                .contains("cannot add '" + file("other.sums") + "'", "the same formula");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void likeTakesOverBasesSoThatPartsCanBeMerged() throws IOException {
        split();
        String formula = "Reaction ~ poly(Days, 2) + (1 | Subject)";
        ok("crossproducts", formula, file("part0.csv"), "-o", file("p.sums"));
        ok("crossproducts", formula, file("part1.csv"), "-o", file("q.sums"));
        assertThat(refused(1, "crossproducts", "merge", file("p.sums"), file("q.sums"), "-o", file("x")))
                .contains("poly(Days, 2)", "--like");
        ok("crossproducts", "--like", file("p.sums"), file("part1.csv"), "-o", file("q.sums"));
        ok("crossproducts", "merge", file("p.sums"), file("q.sums"), "-o", file("all.sums"));

        assertThat(ok("fit", file("all.sums"), "--ml", "--json").out())
                .contains(objective(ok("fit", formula, Run.data("sleepstudy.csv"), "--ml", "--json")
                        .out()));
    }

    /** Eleven characters of the criterion. */
    private static String objective(String json) {
        int at = json.indexOf("\"objective\" :");
        return json.substring(at, at + 14 + 11);
    }

    @Test
    void showSaysWhatTheFileReveals() throws IOException {
        Files.writeString(folder.resolve("few.csv"), "y,x,g\n1,2,a\n2,4,a\n3,1,b\n5,5,c\n4,4,c\n6,1,c\n");
        ok("crossproducts", "y ~ x + (1 | g)", file("few.csv"), "-o", file("few.sums"));

        assertThat(ok("crossproducts", "show", file("few.sums")).out())
                .contains(
                        "y ~ x + (1 | g)", "Rows: 6", "1 level has one row", "smallest and the largest value of y, x");
        assertThat(ok("crossproducts", "show", file("few.sums"), "--json").out())
                .contains("\"exposedLevels\" : 1", "\"fewestRows\" : 1");
        assertThat(refused(
                        1, "crossproducts", "y ~ x + (1 | g)", file("few.csv"), "-o", file("none"), "--min-rows", "2"))
                .contains("a level of 'g' has only 1 row, fewer than the 2");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void mistakesAreNamed() {
        String sums = sums();

        assertThat(refused(2, "crossproducts", FORMULA, Run.data("sleepstudy.csv")))
                .contains("-o FILE");
        assertThat(refused(2, "crossproducts", "-o", file("x"))).contains("FORMULA and DATA are missing");
        assertThat(refused(1, "crossproducts", "show", Run.data("sleepstudy.csv")))
                .contains("holds no cross-products");
        assertThat(refused(1, "fit", "Reaction ~ Age + (1 | Subject)", sums)).contains("'Age' was not summed up");
        assertThat(refused(1, "fit", FORMULA, sums, "--weights", "w")).contains("cannot be changed any more");
        assertThat(refused(1, "fit", "distance ~ age + repeated(us(age | Subject))", sums))
                .contains("needs the rows");
        assertThat(refused(2, "predict", sums)).doesNotContain("Exception");
        assertThat(refused(1, "explore", FORMULA, sums)).contains("holds cross-products, not rows");
        assertThat(refused(
                        1, "crossproducts", "y ~ x + repeated(cs(t | g))", Run.data("sleepstudy.csv"), "-o", file("x")))
                .contains("cannot be summed up");
    }

    @Test
    void aPassGoesOnFromItsCheckpointAndDeletesIt() throws IOException {
        String formula = "y ~ x + (1 | g)";
        StringBuilder rows = new StringBuilder("y,x,g\n");
        for (int i = 0; i < 40_000; i++) {
            rows.append(i % 17)
                    .append(',')
                    .append(i % 5)
                    .append(",g")
                    .append(i % 11)
                    .append('\n');
        }
        Path data = folder.resolve("large.csv");
        Files.writeString(data, rows);
        Path checkpoint = folder.resolve("large.checkpoint");
        String[] command = {
            "crossproducts", formula, data.toString(), "-o", file("b.sums"), "--checkpoint", checkpoint.toString()
        };
        String[] whole = command.clone();
        whole[4] = file("a.sums");
        assertThat(ok(whole).err()).isEmpty();
        assertThat(checkpoint).doesNotExist();

        // a pass that was interrupted after its last checkpoint
        Lmm.of(formula)
                .summarise(
                        DataSources.open(data.toString()),
                        Checkpoint.in(checkpoint).every(Duration.ZERO));
        String[] other = command.clone();
        other[1] = "y ~ 1 + (1 | g)";
        assertThat(refused(1, other)).contains("is of another model, '" + formula + "', or of other options");
        assertThat(ok(command).err()).isEqualTo("note: continued after row 40000, from '" + checkpoint + "'\n");
        assertThat(checkpoint).doesNotExist();
        assertThat(Files.mismatch(Path.of(file("a.sums")), Path.of(file("b.sums"))))
                .isEqualTo(-1);
    }

    @Test
    void aCheckpointThatCannotServeIsRefused() throws IOException {
        String data = Run.data("sleepstudy.csv");
        assertThat(refused(2, "crossproducts", FORMULA, "-", "-o", file("a.sums"), "--checkpoint", file("c")))
                .contains("standard input cannot be read again");
        assertThat(refused(2, "crossproducts", FORMULA, data, "-o", file("a"), "--checkpoint", file("a")))
                .contains("-o and --checkpoint name the same file");
        Files.writeString(folder.resolve("mine.csv"), "a,b\n");
        assertThat(refused(1, "crossproducts", FORMULA, data, "-o", file("a"), "--checkpoint", file("mine.csv")))
                .contains("is no checkpoint, and is left as it is");
        assertThat(folder.resolve("mine.csv")).hasContent("a,b\n");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void sumsLikeOthersCanBeContinuedToo() {
        String data = Run.data("sleepstudy.csv");
        ok("crossproducts", "--like", sums(), data, "-o", file("a.sums"), "--checkpoint", file("a.checkpoint"));
        ok("crossproducts", "--like", file("all.sums"), data, "-o", file("b.sums"));
        assertThat(objective(ok("fit", file("a.sums"), "--json").out()))
                .isEqualTo(objective(ok("fit", file("b.sums"), "--json").out()));
    }
}
