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

/** The pieces of a {@link Scan} as bytes, to be sent between programs of the same version. */
final class ScanBytes {
    private ScanBytes() {}

    static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(out, text);
        }
    }

    static List<String> readTexts(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(readText(in));
        }
        return texts;
    }

    static void writeTable(DataOutputStream out, Table table) throws IOException {
        out.writeInt(table.columnNames().size());
        out.writeInt(table.rowCount());
        for (String name : table.columnNames()) {
            writeText(out, name);
            Column column = table.column(name);
            out.writeBoolean(column instanceof NumericColumn);
            if (column instanceof NumericColumn numbers) {
                for (int i = 0; i < numbers.size(); i++) {
                    out.writeDouble(numbers.value(i));
                }
            } else if (column instanceof Factor factor) {
                writeTexts(out, factor.levels());
                for (int i = 0; i < factor.size(); i++) {
                    out.writeInt(factor.code(i));
                }
            }
        }
    }

    static Table readTable(DataInputStream in) throws IOException {
        int count = in.readInt();
        int rows = in.readInt();
        Map<String, Column> columns = new LinkedHashMap<>();
        for (int c = 0; c < count; c++) {
            String name = readText(in);
            columns.put(name, in.readBoolean() ? readNumbers(in, rows) : readFactor(in, rows));
        }
        return Table.of(columns);
    }

    private static Column readNumbers(DataInputStream in, int rows) throws IOException {
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = in.readDouble();
        }
        return SharedStorage.numbers(values);
    }

    private static Column readFactor(DataInputStream in, int rows) throws IOException {
        List<String> levels = readTexts(in);
        int[] codes = new int[rows];
        for (int i = 0; i < rows; i++) {
            codes[i] = in.readInt();
        }
        return SharedStorage.factor(codes, levels);
    }
}
