package dev.echelon.table;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of names, types, levels and values: equal tables have equal digests however they are stored. Numbers go in
 * as their bits, with one NaN and one zero; factors as levels and codes.
 */
final class TableDigest {
    // Part of every digest, so that a change of this scheme cannot be mistaken for a change of the data.
    private static final String SCHEME = "echelon-table-1";

    private final MessageDigest sha = sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 14);

    private TableDigest() {}

    static String of(Table table) {
        TableDigest digest = new TableDigest();
        digest.text(SCHEME);
        digest.number(table.rowCount());
        for (String name : table.columnNames()) {
            digest.text(name);
            digest.column(table.column(name));
        }
        digest.flush();
        return HexFormat.of().formatHex(digest.sha.digest());
    }

    private void column(Column column) {
        if (column instanceof NumericColumn numbers) {
            text("numbers");
            for (int row = 0; row < numbers.size(); row++) {
                number(Double.doubleToLongBits(numbers.value(row) + 0.0)); // -0 + 0 is 0
            }
        } else if (column instanceof Factor factor) {
            text("factor");
            number(factor.levels().size());
            factor.levels().forEach(this::text);
            for (int row = 0; row < factor.size(); row++) {
                number(factor.code(row));
            }
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        flush();
        sha.update(bytes);
    }

    private void number(long bits) {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
        buffer.putLong(bits);
    }

    private void flush() {
        sha.update(buffer.flip());
        buffer.clear();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
