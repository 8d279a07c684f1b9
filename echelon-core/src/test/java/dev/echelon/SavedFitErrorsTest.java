package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedFitErrorsTest {
    private static LmmFit fit;
    private static String text;

    @TempDir
    Path folder;

    @BeforeAll
    static void saveOnce(@TempDir Path shared) throws IOException {
        fit = FitExamples.weightedCake();
        Path file = shared.resolve("fit.echelon");
        fit.save(file);
        text = Files.readString(file, StandardCharsets.UTF_8);
    }

    private void assertRefused(byte[] content, String... parts) throws IOException {
        Path file = folder.resolve("fit.echelon");
        Files.write(file, content);
        assertThatThrownBy(() -> LmmFit.load(file))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    private void assertRefused(String content, String... parts) throws IOException {
        assertRefused(content.getBytes(StandardCharsets.UTF_8), parts);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.echelon");
        assertThatThrownBy(() -> LmmFit.load(file))
                .isInstanceOf(EchelonException.class)
                .hasMessage("cannot read the saved fit '" + file + "': there is no such file or folder");
    }

    @Test
    void aFolderIsNotAFit() {
        assertThatThrownBy(() -> LmmFit.load(folder))
                .isInstanceOf(EchelonException.class)
                .hasMessage("cannot read the saved fit '" + folder + "': it is a folder");
        assertThatThrownBy(() -> fit.save(folder))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("it is a folder; give a file name");
    }

    @Test
    void whatIsNotASavedFitIsSaidToBeSo() throws IOException {
        assertRefused("", "is empty");
        assertRefused("\"Reaction\",\"Days\"\n1,2\n", "is not a saved fit (it is a table or another kind of file)");
        assertRefused(
                "Reaction,Days\n1,2\n",
                "is not a saved fit (it is a table or another kind of file)",
                "echelon fit --save");
        assertRefused("{\"formula\":\"y ~ x\"}", "is not a saved fit (it is other JSON)");
        assertRefused("[1, 2]", "is not a saved fit");
        assertRefused(new byte[] {0, 1, 2, (byte) 0xff}, "is not a saved fit");
        assertRefused("{\"echelon\":\"crossproducts\",\"formatVersion\":1}", "it holds 'crossproducts'");
        assertRefused(gzip("a,b\n1,2\n"), "is not a saved fit (it is a table or another kind of file)");
    }

    @Test
    void aNewerFormatAsksForAnUpgrade() throws IOException {
        assertRefused(
                "{\"echelon\":\"fit\",\"formatVersion\":2,\"all\":{\"is\":\"new\"}}",
                "was written by a newer Echelon (format 2); this release reads format 1");
        assertRefused("{\"echelon\":\"fit\",\"formatVersion\":99999999999}", "(format 99999999999)");
        assertRefused("{\"echelon\":\"fit\"}", "formatVersion");
        assertRefused("{\"echelon\":\"fit\",\"formatVersion\":\"1\"}", "formatVersion");
        assertRefused("{\"echelon\":\"fit\",\"formatVersion\":0}", "formatVersion");
    }

    @Test
    void aTextThatIsCutOffSaysWhere() throws IOException {
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        for (int length = 60; length < whole.length; length += whole.length / 97) {
            assertRefused(Arrays.copyOf(whole, length), "the saved fit", "at byte ");
        }
        assertRefused(Arrays.copyOf(whole, 3000), "ends too early, at byte 3");
    }

    @Test
    void compressedTextThatIsCutOffOrChangedIsFound() throws IOException {
        byte[] whole = gzip(text);
        for (int length = 2; length < whole.length; length += whole.length / 53) {
            assertRefused(Arrays.copyOf(whole, length), "the file");
        }
        assertRefused(Arrays.copyOf(whole, whole.length - 5), "its compressed text is cut off");
        byte[] changed = whole.clone();
        changed[changed.length - 6] ^= 1; // in the checksum
        assertRefused(changed, "is damaged: its compressed text cannot be expanded");
    }

    @Test
    void changedBytesAreAnErrorForAPersonOrHarmless() throws IOException {
        Random random = new Random(7);
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("fit.echelon");
        int refused = 0;
        for (int trial = 0; trial < 600; trial++) {
            byte[] changed = whole.clone();
            changed[50 + random.nextInt(changed.length - 50)] = (byte) random.nextInt(256);
            Files.write(file, changed);
            try {
                assertThat(LmmFit.load(file).coefficients()).isNotEmpty();
            } catch (EchelonException e) {
                assertThat(e).hasMessageContaining(file.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"formula\":|\"was\":|'specification.formula' is missing",
                "\"criterion\":\"REML\"|\"criterion\":\"MAP\"|'specification.criterion' is 'MAP', which this release does not",
                "\"structure\":\"us\"|\"structure\":\"toeplitz9\"|'estimates.terms[0].structure' is 'toeplitz9'",
                "\"sigma\":|\"sigma\":{},\"s\":|'estimates.sigma' is not a number",
                "\"beta\":[|\"beta\":[1.5,|'estimates.beta' has 4 elements where 3 belong",
                "\"kept\":[0,1,2]|\"kept\":[0,2,1]|'estimates.kept' holds a column that cannot be",
                "\"kept\":[0,1,2]|\"kept\":[0,1,3]|'estimates.kept' holds a column that cannot be",
                "\"kept\":[0,1,2]|\"kept\":[0,1,2.5]|'estimates.kept' does not hold whole numbers",
                "\"rows\":{\"read\":270|\"rows\":{\"read\":-270|'rows.read' is negative",
                "\"effects\":1|\"effects\":2147483647|'crossProducts.blocks[0].own' has 15 elements where",
                "\"couplings\":[|\"couplings\":[{},|'crossProducts.couplings' has 2 elements where 1 belong",
                "\"levels\":[\"1\",|\"levels\":[\"1\",\"1b\",|'estimates.terms[0].modes' has 15 elements where 16 belong",
                "\"length\":|\"length\":1999999999,\"l\":|is shorter than its length says",
                "\"float64\":[\"|\"float64\":[\"*|is not base64",
                "\"float64\":[\"|\"float64\":[\"AAAA\",\"|elements where",
                "\"sigma\":|\"objective\":1,\"sigma\":|the field 'objective' is there twice",
            })
    void whatDoesNotFitTogetherIsNamedByItsPlace(String from, String to, String message) throws IOException {
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        String changed = text.substring(0, at) + to + text.substring(at + from.length());
        if (message.contains("twice")) {
            assertRefused(changed, "damaged at byte");
        } else {
            assertRefused(changed, "is damaged", message);
        }
    }

    @Test
    void hugeOrDeepTextsAreRefusedBeforeTheyFillTheMemory() throws IOException {
        String head = "{\"echelon\":\"fit\",\"formatVersion\":1,\"x\":";
        assertRefused(head + "[".repeat(100_000), "deeper or larger");
        assertRefused(head + "[" + "[],".repeat(2_000_000) + "[]]}", "damaged at byte");
        assertRefused(gzip(head + "\"" + "a".repeat(80 << 20) + "\"}"), "deeper or larger");
    }

    @Test
    void somethingAfterTheEndIsDamage() throws IOException {
        assertRefused(text + "{}", "damaged at byte");
        assertThat(text).doesNotEndWith("\n");
        Path file = Files.writeString(folder.resolve("edited.echelon"), text + "\n");
        assertThat(LmmFit.load(file).observations()).isEqualTo(270);
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path file = folder.resolve("no").resolve("fit.echelon");
        assertThatThrownBy(() -> fit.save(file))
                .isInstanceOf(EchelonException.class)
                .hasMessage("cannot save the fit to '" + file + "': there is no folder '" + file.getParent() + "'");
    }

    @Test
    void aFileNameThatTheSystemRefusesLeavesNothing() throws IOException {
        Path file = folder.resolve("f".repeat(300));
        assertThatThrownBy(() -> fit.save(file))
                .isInstanceOf(EchelonException.class)
                .hasMessageStartingWith("cannot save the fit to '" + file + "': ");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
