package dev.echelon.internal.design;

import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables, texts and numbers in bytes, for states that go from one run or machine to another of the same release. */
public final class StateBytes {
    /** Numbers copied at once. */
    private static final int CHUNK = 1 << 12;

    private StateBytes() {}

    /** Writes a text of any length. */
    public static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads a text. */
    public static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    static List<String> texts(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    /** Writes numbers and how many there are. */
    public static void numbers(DataOutputStream out, double[] numbers) throws IOException {
        out.writeInt(numbers.length);
        numbers(out, numbers, 0, numbers.length);
    }

    /** Writes some numbers. */
    public static void numbers(DataOutputStream out, double[] numbers, int from, int count) throws IOException {
        byte[] bytes = new byte[Double.BYTES * Math.min(CHUNK, count)];
        DoubleBuffer buffer = ByteBuffer.wrap(bytes).asDoubleBuffer();
        for (int at = 0; at < count; at += CHUNK) {
            int some = Math.min(CHUNK, count - at);
            buffer.clear().put(numbers, from + at, some);
            out.write(bytes, 0, Double.BYTES * some);
        }
    }

    /** Reads all numbers that were written with their count. */
    public static double[] numbers(DataInputStream in) throws IOException {
        double[] numbers = new double[in.readInt()];
        numbers(in, numbers, 0, numbers.length);
        return numbers;
    }

    /** Reads some numbers into an array. */
    public static void numbers(DataInputStream in, double[] numbers, int from, int count) throws IOException {
        byte[] bytes = new byte[Double.BYTES * Math.min(CHUNK, count)];
        DoubleBuffer buffer = ByteBuffer.wrap(bytes).asDoubleBuffer();
        for (int at = 0; at < count; at += CHUNK) {
            int some = Math.min(CHUNK, count - at);
            in.readFully(bytes, 0, Double.BYTES * some);
            buffer.clear().get(numbers, from + at, some);
        }
    }

    /** Writes the first codes of an array. */
    public static void codes(DataOutputStream out, int[] codes, int count) throws IOException {
        byte[] bytes = new byte[Integer.BYTES * Math.min(CHUNK, count)];
        IntBuffer buffer = ByteBuffer.wrap(bytes).asIntBuffer();
        for (int at = 0; at < count; at += CHUNK) {
            int some = Math.min(CHUNK, count - at);
            buffer.clear().put(codes, at, some);
            out.write(bytes, 0, Integer.BYTES * some);
        }
    }

    /** Reads the first codes of an array. */
    public static void codes(DataInputStream in, int[] codes, int count) throws IOException {
        byte[] bytes = new byte[Integer.BYTES * Math.min(CHUNK, count)];
        IntBuffer buffer = ByteBuffer.wrap(bytes).asIntBuffer();
        for (int at = 0; at < count; at += CHUNK) {
            int some = Math.min(CHUNK, count - at);
            in.readFully(bytes, 0, Integer.BYTES * some);
            buffer.clear().get(codes, at, some);
        }
    }

    static void flags(DataOutputStream out, boolean[] flags) throws IOException {
        out.writeInt(flags.length);
        for (boolean flag : flags) {
            out.writeBoolean(flag);
        }
    }

    static boolean[] flags(DataInputStream in) throws IOException {
        boolean[] flags = new boolean[in.readInt()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = in.readBoolean();
        }
        return flags;
    }

    static void tables(DataOutputStream out, List<Table> tables) throws IOException {
        out.writeInt(tables.size());
        for (Table table : tables) {
            out.writeInt(table.columnNames().size());
            for (String name : table.columnNames()) {
                text(out, name);
                column(out, table.column(name));
            }
        }
    }

    static List<Table> tables(DataInputStream in) throws IOException {
        List<Table> tables = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            Map<String, Column> columns = new LinkedHashMap<>();
            for (int more = in.readInt(); more > 0; more--) {
                columns.put(text(in), column(in));
            }
            tables.add(Table.of(columns));
        }
        return tables;
    }

    private static void column(DataOutputStream out, Column column) throws IOException {
        out.writeBoolean(column instanceof NumericColumn);
        if (column instanceof NumericColumn numeric) {
            numbers(out, SharedStorage.values(numeric));
            return;
        }
        Factor factor = (Factor) column;
        texts(out, factor.levels());
        out.writeInt(factor.size());
        codes(out, SharedStorage.codes(factor), factor.size());
    }

    private static Column column(DataInputStream in) throws IOException {
        if (in.readBoolean()) {
            return SharedStorage.numbers(numbers(in));
        }
        List<String> levels = texts(in);
        int[] codes = new int[in.readInt()];
        codes(in, codes, codes.length);
        return SharedStorage.factor(codes, levels);
    }
}
