package dev.echelon.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.echelon.error.EchelonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvErrorTest {
    @TempDir
    private Path folder;

    @Test
    void missingFileNamesThePathAndWhereItWasSought() {
        assertFails(
                () -> Csv.read(Path.of("no-such-file.csv")),
                "there is no file 'no-such-file.csv'; relative paths start at");
        assertFails(() -> Csv.read(folder.resolve("no/such.csv")), "does not exist either");
    }

    @Test
    void directoryIsRefused() {
        assertFails(() -> Csv.read(folder), "is a directory; give the path of a file in it");
    }

    @Test
    void emptyFileIsRefused() {
        assertTextFails("", "'text' is empty; it needs a header line and rows");
        assertTextFails("\n \n\n", "'text' is empty");
    }

    @Test
    void headerWithoutRowsIsRefused() {
        assertTextFails("a,b\n", "'text' has a header but no rows");
        assertTextFails("a,b", "'text' has a header but no rows");
    }

    @Test
    void raggedLineNamesLineAndCounts() {
        assertTextFails("a,b\n1,2\n\n\"x\ny\",2\n1\n", "'text' has 1 field in line 6, but the header has 2");
        assertTextFails("a,b\n1,2\n1,2,3\n", "'text' has 3 fields in line 3, but the header has 2; quote fields");
        assertTextFails("a,b\n,\n\"\"\n", "'text' has 1 field in line 3");
    }

    @Test
    void headerWithoutNameForRowNamesIsExplained() {
        assertTextFails(
                "a,b\nr1,1,2\n", "has 3 fields in line 2, but the header has 2; if the first column holds row names");
    }

    @Test
    void duplicateNamesAreRefusedWithBothPositions() {
        assertTextFails("a,b,a\n1,2,3\n", "two columns named 'a', at positions 1 and 3");
        assertTextFails("a, a\n1,2\n", "two columns named 'a', at positions 1 and 2");
        assertTextFails("..2,\n1,2\n", "two columns named '..2', at positions 1 and 2");
    }

    @Test
    void unterminatedQuoteNamesTheLineWhereItStarts() {
        assertTextFails("a,b\n1,2\n\"x\ny\",\"z\n1,2\n3,4\n", "quoted field that starts in line 4 and never ends");
        assertTextFails("a,\"b\n1,2\n", "quoted field that starts in line 1 and never ends");
    }

    @Test
    void unterminatedQuoteInALargeFileIsFoundWithoutReadingItAllIntoMemory() {
        assertTextFails("a,b\n1,\"2\n" + "3,4\n".repeat(2_000_000), "starts in line 2 and never ends");
    }

    @Test
    void textAfterAClosingQuoteNamesTheLine() {
        assertTextFails("a,b\n1,2\n\"x\"y,2\n", "text after a closing quote in line 3");
    }

    @ParameterizedTest
    @CsvSource({
        "PAR1,Parquet",
        "'PK\u0003\u0004',Excel workbook",
        "SQLite format 3,SQLite",
        "%PDF-1.7,PDF",
        "RDX3,RData"
    })
    void knownBinaryFilesAreNamed(String start, String what) {
        assertTextFails(start + "\0\0", what);
        assertTextFails(start + "\0\0", "not delimited text; export it as CSV");
    }

    @Test
    void compressedRObjectIsNamed() throws IOException {
        byte[] bytes = CsvTest.gzip("X\n\0\0\0\3");
        assertFails(() -> Csv.reader().read(new ByteArrayInputStream(bytes), "d"), "an R object (RDS)");
    }

    @Test
    void anyOtherNulMakesABinaryFile() {
        assertTextFails("a,b\n1,\0\n", "'text' is a binary file (byte 7 is NUL)");
    }

    @Test
    void truncatedGzipIsRefused() throws IOException {
        byte[] whole = CsvTest.gzip("a,b\n" + "1,2\n3,x\n".repeat(5000));
        for (int length : new int[] {5, 12, whole.length / 2, whole.length - 3}) {
            byte[] part = Arrays.copyOf(whole, length);
            assertFails(
                    () -> Csv.reader().read(new ByteArrayInputStream(part), "d.gz"),
                    "'d.gz' is a gzip file that ends too early");
        }
    }

    @Test
    void damagedGzipIsRefused() throws IOException {
        byte[] bytes = CsvTest.gzip("a,b\n" + "1,2\n3,x\n".repeat(5000));
        bytes[bytes.length - 6] ^= 1;
        assertFails(() -> Csv.reader().read(new ByteArrayInputStream(bytes), "d"), "'d' is a damaged gzip file");
    }

    @Test
    void undecodableBytesNameTheLine() {
        byte[] bytes = "a,b\n1,2\n3,ä\n".getBytes(StandardCharsets.ISO_8859_1);
        assertFails(
                () -> Csv.reader().read(new ByteArrayInputStream(bytes), "d"),
                "'d' has bytes that are not UTF-8 text in line 3; name its charset");
    }

    @Test
    void undecodableBytesAfterManyLinesNameTheLine() {
        byte[] bytes = ("a,b\n" + "1,2\n".repeat(50_000) + "3,ä\n").getBytes(StandardCharsets.ISO_8859_1);
        assertFails(() -> Csv.reader().read(new ByteArrayInputStream(bytes), "d"), "in line 50002;");
    }

    @Test
    void inputErrorIsReported() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is on fire");
            }
        };
        assertFails(() -> Csv.reader().read(broken, "d"), "cannot read 'd': the disk is on fire");
    }

    @Test
    void declaredNumberThatIsNoneNamesColumnLineAndText() {
        assertFails(
                () -> Csv.reader().numbers("x").read(CsvTest.stream("x\n1\nn/a\n"), "t"),
                "column 'x' is to be read as numbers, but line 3 holds 'n/a'");
    }

    @Test
    void declaredColumnThatDoesNotExistSuggestsTheNearest() {
        assertFails(
                () -> Csv.reader().factors("dpet").read(CsvTest.stream("dept,y\n1,2\n"), "t"),
                "'t' has no column 'dpet' (did you mean 'dept'?); the columns are dept, y");
    }

    @Test
    void contradictoryOptionsAreRefused() {
        assertFails(() -> Csv.reader().factors("x").numbers("x"), "column 'x' cannot be read both");
        assertFails(() -> Csv.reader().delimiter('"'), "cannot separate fields");
        assertFails(() -> Csv.reader().decimalMark(';'), "decimal mark must be a point or a comma");
    }

    @Test
    void fileThatChangesBetweenPassesIsRefused() throws IOException {
        Path path = folder.resolve("x.csv");
        for (String later : new String[] {
            "g,x\na,1\n", "g,x\nc,1\nb,2\n", "g,x\na,1\nb,y\n", "g\na\nb\n", "g,z\na,1\nb,2\n", "g,x\na,\nb, d\n"
        }) {
            Files.writeString(path, "g,x\na,1\nb,2\n");
            var source = Csv.source(path);
            assertThat(source.rowCount()).isEqualTo(2);
            Files.writeString(path, later);
            assertFails(() -> source.forEachBatch(batch -> {}), "changed while it was being read");
        }
    }

    private static void assertTextFails(String text, String message) {
        assertFails(() -> Csv.reader().read(CsvTest.stream(text), "text"), message);
    }

    /** One sentence, not ended by a stop, that contains the given part. */
    private static void assertFails(ThrowingCallable call, String part) {
        assertThatExceptionOfType(EchelonException.class)
                .isThrownBy(call)
                .withMessageContaining(part)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("Exception"));
    }
}
