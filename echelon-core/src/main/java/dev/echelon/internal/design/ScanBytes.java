package dev.echelon.internal.design;

import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables, texts and numbers in bytes, for scans that go from one machine to another of the same release. */
final class ScanBytes {
    private ScanBytes() {}

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
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

    static void numbers(DataOutputStream out, double[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    static double[] numbers(DataInputStream in) throws IOException {
        double[] numbers = new double[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
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
        for (int code : SharedStorage.codes(factor)) {
            out.writeInt(code);
        }
    }

    private static Column column(DataInputStream in) throws IOException {
        if (in.readBoolean()) {
            return SharedStorage.numbers(numbers(in));
        }
        List<String> levels = texts(in);
        int[] codes = new int[in.readInt()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = in.readInt();
        }
        return SharedStorage.factor(codes, levels);
    }
}
