package dev.echelon.table;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest {
    private static final String[] TEXTS = {
        "a",
        "b",
        "B",
        " padded ",
        "with,comma",
        "semi;colon",
        "quo\"te",
        "line\nend",
        "ä",
        "\uD83D\uDE00",
        "ﬀ",
        "-",
        "1x"
    };

    @TempDir
    private Path folder;

    @Test
    void chosenColumnsFromAnyRowOnAreThoseOfTheWholeText() throws IOException {
        StringBuilder text = new StringBuilder(",a,b,c\n");
        for (int i = 0; i < 9000; i++) {
            text.append(i % 7 == 0 ? "NA" : "")
                    .append(",x")
                    .append(i % 3)
                    .append(',')
                    .append(i);
            text.append(i == 8000 ? ",late\n" : ",1\n");
        }
        Path path = folder.resolve("x.csv");
        Files.writeString(path, text);
        CsvSource whole = Csv.source(path);
        assertThat(whole.columnNames()).containsExactly("..1", "a", "b", "c");
        RowSource some = whole.select(List.of("c", "a", "none"));
        assertThat(some.columnNames()).containsExactly("a", "c");
        assertThat(some.select(List.of("b", "c")).columnNames()).containsExactly("c");
        assertThat(some.schema().names()).containsExactly("a", "c");
        assertThat(some.select(List.of("c")).schema())
                .isEqualTo(whole.select(List.of("c")).schema());
        List<String> levels = new ArrayList<>();
        some.forEachBatch(batch -> levels.addAll(labels(batch, "c")));
        assertThat(levels).hasSize(9000).endsWith("1").contains("late");

        for (long first : new long[] {0, 1, 8191, 8192, 8193, 8999, 9000}) {
            List<String> rest = new ArrayList<>();
            some.forEachBatch(first, batch -> rest.addAll(labels(batch, "c")));
            assertThat(rest).isEqualTo(levels.subList((int) first, 9000));
            List<Double> numbers = new ArrayList<>();
            whole.select(List.of("b")).forEachBatch(first, batch -> {
                NumericColumn column = (NumericColumn) batch.column("b");
                for (int i = 0; i < column.size(); i++) {
                    numbers.add(column.value(i));
                }
            });
            assertThat(numbers).hasSize(9000 - (int) first);
            assertThat(numbers.stream().findFirst().orElse((double) first)).isEqualTo((double) first);
        }
    }

    private static List<String> labels(Table batch, String name) {
        Factor factor = (Factor) batch.column(name);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < factor.size(); i++) {
            labels.add(factor.level(i));
        }
        return labels;
    }

    @Test
    void theStampChangesWithTheFileAndTheOptions() throws IOException {
        Path path = folder.resolve("x.csv");
        Files.writeString(path, "a\n1\n");
        String stamp = Csv.source(path).stamp().orElseThrow();
        assertThat(stamp).startsWith(path + "\t4 ");
        assertThat(Csv.source(path).stamp()).hasValue(stamp);
        assertThat(Csv.reader().missing("-9").source(path).stamp())
                .isPresent()
                .isNotEqualTo(java.util.Optional.of(stamp));
        Files.writeString(path, "a\n10\n");
        assertThat(Csv.source(path).stamp().orElseThrow()).isNotEqualTo(stamp);
    }

    @Test
    void batchesHaveTheSchemaAndTheRowsInOrder() throws IOException {
        StringBuilder text = new StringBuilder("i,g\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append(i < 19_999 ? ",b\n" : ",a\n");
        }
        Path path = folder.resolve("x.csv");
        Files.writeString(path, text);
        CsvSource source = Csv.source(path);
        for (int pass = 0; pass < 2; pass++) {
            List<Table> batches = new ArrayList<>();
            source.forEachBatch(batches::add);
            assertThat(batches).extracting(Table::rowCount).containsExactly(8192, 8192, 3616);
            int i = 0;
            for (Table batch : batches) {
                assertThat(batch.schema()).isEqualTo(source.schema());
                for (int row = 0; row < batch.rowCount(); row++) {
                    assertThat(((NumericColumn) batch.column("i")).value(row)).isEqualTo(i++);
                }
            }
        }
        assertThat(source.schema().find("g").orElseThrow().levels()).containsExactly("a", "b");
        assertThat(source.rowCount()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomTableWrittenAndReadBackIsTheSame(long seed) throws IOException {
        Random random = new Random(seed);
        Table table = randomTable(random);
        char delimiter = ",;\t|".charAt(random.nextInt(4));
        boolean quoteAll = random.nextBoolean();
        Path path = folder.resolve("x.csv");
        byte[] bytes = written(table, delimiter, quoteAll);
        Files.write(path, bytes);
        CsvReader reader = Csv.reader().delimiter(delimiter);
        assertThat(reader.read(path).digest()).isEqualTo(table.digest());
        assertThat(reader.read(CsvTest.stream(new String(bytes, StandardCharsets.UTF_8)), "x")
                        .digest())
                .isEqualTo(table.digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG", "C"})
    void localeNeverChangesATable(String tag) {
        String text = "x,g,h\n1.5,i,z\n1000001.25,I,ä\n1e5,ı,Z\nNA,İ,a\n";
        Table expected = Csv.reader().read(CsvTest.stream(text), "t");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            Table table = Csv.reader().read(CsvTest.stream(text), "t");
            assertThat(table.digest()).isEqualTo(expected.digest());
            assertThat(table.toString())
                    .isEqualTo(expected.toString())
                    .contains("1000001")
                    .doesNotContain("1,5");
            assertThat(table.asFactor("x").schema())
                    .isEqualTo(expected.asFactor("x").schema());
            assertThat(CsvTest.factor(table, "g").levels()).containsExactly("I", "i", "İ", "ı");
            assertThat(CsvTest.factor(table, "h").levels()).containsExactly("Z", "a", "z", "ä");
        } finally {
            Locale.setDefault(before);
        }
    }

    // Rows, columns, text columns, missing values: read.csv(file, stringsAsFactors = TRUE) in R 4.2.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "beets.csv,30,5,3,0",
                "bodyweight.csv,176,4,0,0",
                "cake.csv,270,4,1,0",
                "chem97.csv.gz,31022,8,1,0",
                "chickweight.csv,578,4,0,0",
                "dialyzer.csv,140,5,0,0",
                "dyestuff.csv,30,2,1,0",
                "dyestuff2.csv,30,2,1,0",
                "egsingle.csv.gz,7230,12,1,0",
                "ham.csv,648,6,0,0",
                "hsb82.csv.gz,7185,8,3,0",
                "insteval.csv.gz,73421,7,0,0",
                "machines.csv,54,3,1,0",
                "oats.csv,72,4,2,0",
                "orthodont.csv,108,4,2,0",
                "ovary.csv,308,6,0,0",
                "pastes.csv,60,4,3,0",
                "penicillin.csv,144,3,2,0",
                "sleepstudy_missing.csv,180,3,0,5",
                "sleepstudy_weighted.csv,180,5,0,0",
                "sleepstudy.csv,180,3,0,0",
                "tvbo.csv,192,19,1,0",
                "wheat2.csv,224,5,1,0"
            })
    void dataSetsHaveTheShapeRFinds(String line) {
        String[] expected = line.split(",");
        CsvResult result = Csv.reader().readWithReport(TestData.file(expected[0]));
        Table table = result.table();
        List<ReadReport.ColumnReport> columns = result.report().columns();
        assertThat(table.rowCount()).isEqualTo(Integer.parseInt(expected[1]));
        assertThat(columns).hasSize(Integer.parseInt(expected[2]));
        assertThat(columns.stream().filter(column -> !column.numeric())).hasSize(Integer.parseInt(expected[3]));
        assertThat(columns.stream().mapToLong(ReadReport.ColumnReport::missing).sum())
                .isEqualTo(Long.parseLong(expected[4]));
        assertThat(result.report().notes()).isEmpty();
    }

    private static Table randomTable(Random random) {
        int rows = 1 + random.nextInt(200);
        Map<String, Column> columns = new LinkedHashMap<>();
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            columns.put(TEXTS[random.nextInt(TEXTS.length)].strip() + i, randomColumn(random, rows));
        }
        return Table.of(columns);
    }

    private static Column randomColumn(Random random, int rows) {
        if (random.nextBoolean()) {
            double[] values = new double[rows];
            for (int row = 0; row < rows; row++) {
                values[row] = random.nextInt(10) == 0 ? Double.NaN : randomNumber(random);
            }
            return NumericColumn.of(values);
        }
        List<String> values = new ArrayList<>();
        values.add("one text for certain");
        while (values.size() < rows) {
            values.add(
                    random.nextBoolean() ? Integer.toString(random.nextInt(20)) : TEXTS[random.nextInt(TEXTS.length)]);
        }
        Collections.shuffle(values, random);
        return Factor.of(values);
    }

    private static double randomNumber(Random random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return random.nextBoolean() && Double.isFinite(any) ? any : random.nextInt(1000);
    }

    private static byte[] written(Table table, char delimiter, boolean quoteAll) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder()
                .fieldSeparator(delimiter)
                .quoteStrategy(quoteAll ? QuoteStrategies.ALWAYS : QuoteStrategies.REQUIRED)
                .build(text)) {
            writer.writeRecord(table.columnNames());
            for (int row = 0; row < table.rowCount(); row++) {
                List<String> fields = new ArrayList<>();
                for (String name : table.columnNames()) {
                    Column column = table.column(name);
                    fields.add(
                            column.isMissing(row)
                                    ? "NA"
                                    : column instanceof NumericColumn numbers
                                            ? Double.toString(numbers.value(row))
                                            : ((Factor) column).levels().get(((Factor) column).code(row)));
                }
                writer.writeRecord(fields);
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
