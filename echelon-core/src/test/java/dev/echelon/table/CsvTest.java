package dev.echelon.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @TempDir
    private Path folder;

    @Test
    void numericColumnsAreNumbersAndTextColumnsAreFactors() {
        Table table = read("x,g\n1.5,b\n-2e3,a\n+.5,b\n");
        assertThat(numbers(table, "x")).containsExactly(1.5, -2000, 0.5);
        assertThat(factor(table, "g").levels()).containsExactly("a", "b");
        assertThat(texts(table, "g")).containsExactly("b", "a", "b");
    }

    @Test
    void quotedNumbersAreNumbers() {
        assertThat(numbers(read("\"id\"\n\"308\"\n\"309\"\n"), "id")).containsExactly(308, 309);
    }

    @Test
    void emptyFieldsAndNaAreMissingWithOrWithoutQuotes() {
        Table table = read("x,g\n1,NA\nNA,a\n,\n \"NA\" ,x\n".replace(" ", ""));
        assertThat(numbers(table, "x")).containsExactly(1, Double.NaN, Double.NaN, Double.NaN);
        assertThat(texts(table, "g")).containsExactly(null, "a", null, "x");
    }

    @Test
    void quotedMissingCodesCanBeTexts() {
        Table table = Csv.reader().quotedMissing(false).read(stream("g,h\n\"NA\",NA\na,b\n"), "t");
        assertThat(texts(table, "g")).containsExactly("NA", "a");
        assertThat(texts(table, "h")).containsExactly(null, "b");
    }

    @Test
    void missingCodesCanBeChosen() {
        Table table = Csv.reader().missing("-99", ".").read(stream("x,g\n1,NA\n-99,b\n . ,b\n"), "t");
        assertThat(numbers(table, "x")).containsExactly(1, Double.NaN, Double.NaN);
        assertThat(factor(table, "g").levels()).containsExactly("NA", "b");
    }

    @Test
    void infinityIsANumberAndNanIsMissing() {
        CsvResult result = Csv.reader().readWithReport(stream("x,y\nInf,1\n-Inf,2\nNaN,3\n"), "t");
        assertThat(numbers(result.table(), "x"))
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);
        assertThat(result.report().columns().get(0).missing()).isEqualTo(1);
    }

    @Test
    void javaNumberSuffixesAndHexadecimalsAreTexts() {
        assertThat(factor(read("g\n1d\n2f\n0x1p3\n"), "g").levels()).containsExactly("0x1p3", "1d", "2f");
    }

    @Test
    void truthValuesAreAFactorWithFalseFirst() {
        assertThat(factor(read("g\nTRUE\nFALSE\nTRUE\n"), "g").levels()).containsExactly("FALSE", "TRUE");
    }

    @Test
    void columnForcedToBeAFactorKeepsItsTextsInOrderOfValue() {
        Table table = Csv.reader().factors("dept").read(stream("dept,y\n10,1\n9,2\n010,3\n1,4\n"), "t");
        assertThat(factor(table, "dept").levels()).containsExactly("1", "9", "010", "10");
        assertThat(numbers(table, "y")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void textAfterNumbersMakesAFactorWithAllLevelsAsWritten() {
        CsvResult result = Csv.reader().readWithReport(stream("g,y\n01,1\n1,2\n1,x\nn/a,3\n2.50,4\n"), "t");
        assertThat(texts(result.table(), "g")).containsExactly("01", "1", "1", "n/a", "2.50");
        assertThat(result.report().columns().get(0).notes())
                .containsExactly("1 of 5 fields are not numbers (first: 'n/a' at line 5): read as a factor");
        assertThat(result.report().notes().get(1))
                .isEqualTo("column 'y': 1 of 5 fields are not numbers (first: 'x' at line 4): read as a factor");
    }

    @Test
    void mostlyTextColumnGetsNoNote() {
        assertThat(Csv.reader()
                        .readWithReport(stream("g\na\nb\n1\n"), "t")
                        .report()
                        .notes())
                .isEmpty();
    }

    @Test
    void decimalCommasAreNotedAndCanBeRead() {
        String text = "x;g\n1,5;a\n-2,25;b\n";
        CsvResult result = Csv.reader().readWithReport(stream(text), "t");
        assertThat(result.report().notes().get(0)).contains("2 of 2 fields are numbers with a decimal comma");
        assertThat(numbers(Csv.reader().decimalMark(',').read(stream(text), "t"), "x"))
                .containsExactly(1.5, -2.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b;c\n1,2\n3,4\n", "a;b\n1;2,5\n3;4,5\n", "a\tb\n1\t2\n3\t4\n"})
    void delimiterIsDetected(String text) {
        assertThat(read(text).columnNames()).hasSize(2);
        assertThat(read(text).rowCount()).isEqualTo(2);
    }

    @Test
    void tsvNameMeansTabs() throws IOException {
        Path path = folder.resolve("x.TSV");
        Files.writeString(path, "a,b,c\td\n1,2,3\t4\n");
        assertThat(Csv.read(path).columnNames()).containsExactly("a,b,c", "d");
    }

    @Test
    void delimiterCanBeChosen() {
        assertThat(Csv.reader().delimiter('|').read(stream("a|b\n1|2\n"), "t").columnNames())
                .containsExactly("a", "b");
    }

    @Test
    void gzipIsRecognisedByItsBytesNotItsName() throws IOException {
        Path path = folder.resolve("x.csv");
        Files.write(path, gzip("a,b\n1,2\n"));
        assertThat(numbers(Csv.read(path), "b")).containsExactly(2);
    }

    @Test
    void byteOrderMarksAreRemovedAndNameTheEncoding() {
        String text = "größe,g\n1,ä\n2,\uD83D\uDE00\n";
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] bytes = ("\uFEFF" + text).getBytes(charset);
            Table table = Csv.reader().read(new ByteArrayInputStream(bytes), "t");
            assertThat(table.columnNames()).containsExactly("größe", "g");
            assertThat(texts(table, "g")).containsExactly("ä", "\uD83D\uDE00");
        }
    }

    @Test
    void charsetCanBeChosen() {
        byte[] bytes = "g\nä\n".getBytes(StandardCharsets.ISO_8859_1);
        Table table = Csv.reader().charset(StandardCharsets.ISO_8859_1).read(new ByteArrayInputStream(bytes), "t");
        assertThat(texts(table, "g")).containsExactly("ä");
    }

    @Test
    void unnamedColumnsAreNamedByPositionAndNoted() {
        CsvResult result = Csv.reader().readWithReport(stream("\"\",\"x\"\n\"1\",5\n\"2\",6\n"), "t");
        assertThat(result.table().columnNames()).containsExactly("..1", "x");
        assertThat(result.report().columns().get(0).notes().get(0)).contains("no name in the header");
    }

    @Test
    void blankLinesAreSkippedAndLinesOfDelimitersAreMissingRows() {
        Table table = read("\n  \na,b\n\n1,2\n   \n,\n3,4\n\n");
        assertThat(numbers(table, "a")).containsExactly(1, Double.NaN, 3);
    }

    @Test
    void quotedFieldsMayHoldDelimitersQuotesAndLineEnds() {
        Table table = read("g,x\r\n\"a,\"\"b\"\"\nc\",1\r\n\"d\",2");
        assertThat(texts(table, "g")).containsExactly("a,\"b\"\nc", "d");
    }

    @Test
    void blanksAroundNumbersDoNotCountButInLevelsTheyDo() {
        CsvResult result = Csv.reader().readWithReport(stream("x,g\n 1 ,a\n2, a\n"), "t");
        assertThat(numbers(result.table(), "x")).containsExactly(1, 2);
        assertThat(factor(result.table(), "g").levels()).containsExactly(" a", "a");
        assertThat(result.report().notes()).containsExactly("column 'g': levels ' a' and 'a' differ only by blanks");
    }

    @Test
    void columnWithoutValuesIsNumericAndNoted() {
        CsvResult result = Csv.reader().readWithReport(stream("x,y\nNA,1\n,2\n"), "t");
        assertThat(numbers(result.table(), "x")).containsExactly(Double.NaN, Double.NaN);
        assertThat(result.report().notes()).containsExactly("column 'x': has only missing values");
    }

    @Test
    void reportCountsRowsMissingValuesAndLevels() {
        ReadReport report = Csv.reader()
                .readWithReport(stream("g;x\nf;1\ne;NA\nd;3\nc;4\nb;5\na;6\n;7\n"), "my data")
                .report();
        assertThat(report.source()).isEqualTo("my data");
        assertThat(report.delimiter()).isEqualTo(';');
        assertThat(report.rows()).isEqualTo(7);
        assertThat(report.columns())
                .containsExactly(
                        new ReadReport.ColumnReport("g", false, 1, 6, List.of("a", "b", "c", "d", "e"), List.of()),
                        new ReadReport.ColumnReport("x", true, 1, 0, List.of(), List.of()));
    }

    private static Table read(String text) {
        return Csv.reader().read(stream(text), "text");
    }

    static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    static double[] numbers(Table table, String name) {
        return ((NumericColumn) table.column(name)).toArray();
    }

    static Factor factor(Table table, String name) {
        return (Factor) table.column(name);
    }

    static String[] texts(Table table, String name) {
        Factor factor = factor(table, name);
        String[] texts = new String[factor.size()];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = factor.level(row);
        }
        return texts;
    }
}
