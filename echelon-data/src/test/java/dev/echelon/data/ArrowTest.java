package dev.echelon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.Lmm;
import dev.echelon.error.EchelonException;
import dev.echelon.table.Csv;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading of Arrow files and streams that Arrow's own Java library wrote. */
class ArrowTest {
    private static final int MANY = 20_000;

    @TempDir
    private Path folder = Path.of("");

    private final BufferAllocator allocator = new RootAllocator();
    private final DictionaryProvider.MapDictionaryProvider dictionaries =
            new DictionaryProvider.MapDictionaryProvider();
    private final List<FieldVector> vectors = new ArrayList<>();

    @AfterEach
    void free() {
        vectors.forEach(FieldVector::close);
        dictionaries.close();
        allocator.close();
    }

    @ParameterizedTest
    @CsvSource({"a.arrow, NO_COMPRESSION", "a.arrows, NO_COMPRESSION", "a.feather, LZ4_FRAME", "a.ipc, LZ4_FRAME"})
    void everyFormGivesTheSameBitsAsTheFile(String name, CompressionUtil.CodecType codec) throws IOException {
        Table sleep = Csv.read(TestFiles.data("sleepstudy.csv"));
        Float8Vector reaction = add(new Float8Vector("Reaction", allocator));
        SmallIntVector days = add(new SmallIntVector("Days", allocator));
        IntVector subject = add(new IntVector("Subject", allocator));
        for (int row = 0; row < sleep.rowCount(); row++) {
            reaction.setSafe(row, ((NumericColumn) sleep.column("Reaction")).value(row));
            days.setSafe(row, (short) ((NumericColumn) sleep.column("Days")).value(row));
            subject.setSafe(row, subject(sleep, row));
        }
        Path file = write(name, sleep.rowCount(), codec);
        String formula = "Reaction ~ Days + (Days | Subject)";
        double expected = Lmm.of(formula)
                .fit(Csv.source(TestFiles.data("sleepstudy.csv")))
                .objective();

        try (ExternalSource rows = DataSources.open(file.toString())) {
            assertThat(rows.columnNames()).containsExactly("Reaction", "Days", "Subject");
            assertThat(Lmm.of(formula).fit(rows).objective()).isEqualTo(expected);
            rows.schema();
            assertThat(rows.knownRows()).hasValue(180);
        }
    }

    @Test
    void numbersOfAllTypesAndMissingOnes() throws IOException {
        TinyIntVector tiny = add(new TinyIntVector("tiny", allocator));
        UInt1Vector unsigned = add(new UInt1Vector("unsigned", allocator));
        BigIntVector large = add(new BigIntVector("large", allocator));
        Float4Vector single = add(new Float4Vector("single", allocator));
        DecimalVector decimal = add(new DecimalVector("decimal", allocator, 10, 2));
        tiny.setSafe(0, -128);
        unsigned.setSafe(0, 200);
        large.setSafe(0, -9007199254740991L);
        single.setSafe(0, 0.1f);
        decimal.setSafe(0, new BigDecimal("-1.25"));
        for (FieldVector vector : vectors) {
            vector.setNull(1);
        }
        Table table = table(write("n.arrow", 2, CompressionUtil.CodecType.NO_COMPRESSION));

        double[] expected = {-128, 200, -9007199254740991.0, 0.1f, -1.25};
        for (int i = 0; i < expected.length; i++) {
            NumericColumn column =
                    (NumericColumn) table.column(table.columnNames().get(i));
            assertThat(column.toArray()).containsExactly(expected[i], Double.NaN);
        }
    }

    @Test
    void textsKeysTruthValuesAndDatesAreFactors() throws IOException {
        VarCharVector text = add(new VarCharVector("text", allocator));
        LargeVarCharVector large = add(new LargeVarCharVector("large", allocator));
        ViewVarCharVector view = add(new ViewVarCharVector("view", allocator));
        BigIntVector key = add(new BigIntVector("key", allocator));
        BitVector truth = add(new BitVector("truth", allocator));
        DateDayVector date = add(new DateDayVector("date", allocator));
        TimeStampMilliVector time = add(new TimeStampMilliVector("time", allocator));
        TimeStampMicroTZVector zoned = add(new TimeStampMicroTZVector("zoned", allocator, "Europe/Berlin"));
        byte[][] words = {
            "zoë".getBytes(StandardCharsets.UTF_8), "a text of more than twelve bytes".getBytes(StandardCharsets.UTF_8)
        };
        for (int row = 0; row < 2; row++) {
            text.setSafe(row, words[row]);
            large.setSafe(row, words[row]);
            view.setSafe(row, words[row]);
            key.setSafe(row, 9007199254740993L - row);
            truth.setSafe(row, 1 - row);
            date.setSafe(row, 20484 - row);
            time.setSafe(row, -1L - row);
            zoned.setSafe(row, 1_500_000L * (1 - row));
        }
        vectors.forEach(vector -> vector.setNull(2));
        Table table = table(write("t.arrow", 3, CompressionUtil.CodecType.NO_COMPRESSION));

        for (String name : List.of("text", "large", "view")) {
            assertThat(levels(table, name)).containsExactly("a text of more than twelve bytes", "zoë");
            assertThat(((Factor) table.column(name)).level(0)).isEqualTo("zoë");
        }
        assertThat(levels(table, "key")).containsExactly("9007199254740992", "9007199254740993");
        assertThat(levels(table, "truth")).containsExactly("false", "true");
        assertThat(levels(table, "date")).containsExactly("2026-01-30", "2026-01-31");
        assertThat(levels(table, "time")).containsExactly("1969-12-31 23:59:59.998", "1969-12-31 23:59:59.999");
        assertThat(levels(table, "zoned")).containsExactly("1970-01-01 00:00:00+00", "1970-01-01 00:00:01.5+00");
        table.columnNames()
                .forEach(name ->
                        assertThat(table.column(name).isMissing(2)).as(name).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"d.arrow", "d.arrows"})
    void dictionariesAndManyBatchesAndCompressionGoTogether(String name) throws IOException {
        VarCharVector values = new VarCharVector("values", allocator);
        for (int i = 0; i < 3; i++) {
            values.setSafe(i, ("level " + (char) ('c' - i)).getBytes(StandardCharsets.UTF_8));
        }
        values.setValueCount(3);
        Dictionary dictionary = new Dictionary(values, new DictionaryEncoding(7, false, null));
        dictionaries.put(dictionary);
        VarCharVector text = new VarCharVector("g", allocator);
        Float8Vector x = add(new Float8Vector("x", allocator));
        for (int row = 0; row < MANY; row++) {
            x.setSafe(row, row % 100);
            if (row % 5 != 4) {
                text.setSafe(row, values.get(row % 3));
            }
        }
        text.setValueCount(MANY);
        vectors.add((FieldVector) DictionaryEncoder.encode(text, dictionary));
        text.close();
        Path file = write(name, MANY, CompressionUtil.CodecType.LZ4_FRAME);

        try (ExternalSource rows = DataSources.open(file.toString())) {
            assertThat(rows.schema().find("g").orElseThrow().levels()).containsExactly("level a", "level b", "level c");
            for (int first : new int[] {0, 1, MANY - 1, MANY, MANY + 3, 2 * MANY}) {
                int[] next = {first};
                rows.forEachBatch(first, batch -> {
                    for (int row = 0; row < batch.rowCount(); row++, next[0]++) {
                        int written = next[0] % MANY; // the same batch twice
                        assertThat(((NumericColumn) batch.column("x")).value(row))
                                .isEqualTo((double) (written % 100));
                        String level = written % 5 == 4 ? null : "level " + (char) ('c' - written % 3);
                        assertThat(((Factor) batch.column("g")).level(row)).isEqualTo(level);
                    }
                });
                assertThat(next[0]).isEqualTo(2 * MANY);
            }
        }
    }

    @Test
    void columnsBehindNestedOnesAreFoundAndNestedOnesRefused() throws IOException {
        ListVector list = add(ListVector.empty("list", allocator));
        var writer = list.getWriter();
        StructVector struct = add(StructVector.empty("struct", allocator));
        IntVector inner = struct.addOrGet(
                "inner",
                org.apache.arrow.vector.types.pojo.FieldType.nullable(
                        new org.apache.arrow.vector.types.pojo.ArrowType.Int(32, true)),
                IntVector.class);
        IntVector y = add(new IntVector("y", allocator));
        for (int row = 0; row < 3; row++) {
            writer.setPosition(row);
            writer.startList();
            writer.bigInt().writeBigInt(row);
            writer.endList();
            inner.setSafe(row, 10 + row);
            struct.setIndexDefined(row);
            y.setSafe(row, 5 + row);
        }
        Path file = write("n.arrow", 3, CompressionUtil.CodecType.NO_COMPRESSION);

        try (ExternalSource rows = DataSources.open(file.toString())) {
            assertThatThrownBy(rows::schema)
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("column 'list' of '" + file + "' has the type List");
            rows.select(List.of("y", "nowhere"))
                    .forEachBatch(batch -> assertThat(((NumericColumn) batch.column("y")).toArray())
                            .containsExactly(5, 6, 7));
        }
    }

    @Test
    void zstandardIsRefusedWithARemedy() throws IOException {
        Float8Vector x = add(new Float8Vector("x", allocator));
        for (int row = 0; row < 1000; row++) {
            x.setSafe(row, 1);
        }
        Path file = write("z.arrow", 1000, CompressionUtil.CodecType.ZSTD);

        assertThatThrownBy(() -> table(file))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("is compressed by Zstandard")
                .hasMessageContaining("LZ4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.arrow", "a.arrows"})
    void aTruncatedFileIsNamed(String name) throws IOException {
        Float8Vector x = add(new Float8Vector("x", allocator));
        for (int row = 0; row < 1000; row++) {
            x.setSafe(row, row);
        }
        Path file = write(name, 1000, CompressionUtil.CodecType.NO_COMPRESSION);
        byte[] bytes = Files.readAllBytes(file);
        for (double share : new double[] {0.001, 0.3, 0.7, 0.98}) {
            Files.write(file, Arrays.copyOf(bytes, (int) (share * bytes.length)));
            assertThatThrownBy(() -> table(file))
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("'" + file + "'");
        }
        Files.writeString(file, "x,y\n1,2\n");
        assertThatThrownBy(() -> table(file))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("Arrow");
        Files.delete(file);
        assertThatThrownBy(() -> table(file))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("there is no file");
    }

    private static int subject(Table sleep, int row) {
        return sleep.column("Subject") instanceof Factor factor
                ? Integer.parseInt(String.valueOf(factor.level(row)))
                : (int) ((NumericColumn) sleep.column("Subject")).value(row);
    }

    private <T extends FieldVector> T add(T vector) {
        vector.allocateNew();
        vectors.add(vector);
        return vector;
    }

    /** Writes the vectors: as two batches if there are many rows, as a stream if the name says so. */
    private Path write(String name, int rows, CompressionUtil.CodecType codec) throws IOException {
        vectors.forEach(vector -> vector.setValueCount(rows));
        Path file = folder.resolve(name);
        CompressionCodec.Factory factory = codec == CompressionUtil.CodecType.NO_COMPRESSION
                ? NoCompressionCodec.Factory.INSTANCE
                : CommonsCompressionFactory.INSTANCE;
        try (OutputStream stream = Files.newOutputStream(file);
                VectorSchemaRoot root = new VectorSchemaRoot(vectors);
                ArrowWriter writer = name.endsWith("s")
                        ? new ArrowStreamWriter(
                                root, dictionaries, Channels.newChannel(stream), IpcOption.DEFAULT, factory, codec)
                        : new ArrowFileWriter(
                                root,
                                dictionaries,
                                Channels.newChannel(stream),
                                java.util.Map.of(),
                                IpcOption.DEFAULT,
                                factory,
                                codec)) {
            root.setRowCount(rows);
            writer.start();
            writer.writeBatch();
            if (rows == MANY) {
                writer.writeBatch();
            }
            writer.end();
        }
        vectors.clear(); // closed with the root
        return file;
    }

    private static List<String> levels(Table table, String column) {
        return ((Factor) table.column(column)).levels();
    }

    private static Table table(Path file) {
        try (ExternalSource rows = DataSources.open(file.toString())) {
            List<Table> batches = new ArrayList<>();
            rows.forEachBatch(batches::add);
            return batches.get(0);
        }
    }
}
