package dev.echelon.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/** Copies numbers of a column of a batch into an array. */
final class ArrowNumbers {
    private static final int HALF = 16;
    private static final int SINGLE = 32;
    private static final int DOUBLE = 64;

    private final ArrowField field;
    private final @Nullable ByteBuffer validity;
    private final ByteBuffer data;

    ArrowNumbers(ArrowField field, ArrowBatch batch, int column) {
        this.field = field;
        this.validity = batch.validity(column);
        this.data = batch.data(column, 1);
    }

    /** The values of {@code count} rows from {@code from} on, NaN where missing, into {@code target} at {@code offset}. */
    void copy(int from, int count, double[] target, int offset) {
        if (field.type() == Type.FloatingPoint && field.bits() == DOUBLE) {
            for (int i = 0; i < count; i++) {
                target[offset + i] = data.getDouble(8 * (from + i));
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[offset + i] = field.type() == Type.Null ? Double.NaN : value(from + i);
            }
        }
        for (int i = 0; validity != null && i < count; i++) {
            if (ArrowTexts.isMissing(validity, from + i)) {
                target[offset + i] = Double.NaN;
            }
        }
    }

    /** Whether all whole numbers are exact as doubles. */
    boolean areExact(int rows) {
        boolean exact = true;
        for (int row = 0; row < rows && exact; row++) {
            long value = data.getLong(8 * row);
            boolean small = Math.abs(value) < 1L << 53 && value != Long.MIN_VALUE;
            exact = (small && (field.signed() || value >= 0)) || ArrowTexts.isMissing(validity, row);
        }
        return exact;
    }

    private double value(int row) {
        if (field.type() == Type.Decimal) {
            return decimal(row);
        }
        if (field.type() == Type.FloatingPoint) {
            return field.bits() == SINGLE ? data.getFloat(4 * row) : half(data.getShort(2 * row));
        }
        return whole(data, row, field.bits(), field.signed());
    }

    /** The whole number of a row. */
    static long whole(ByteBuffer data, int row, int bits, boolean signed) {
        return switch (bits) {
            case 8 -> signed ? data.get(row) : data.get(row) & 0xFF;
            case 16 -> signed ? data.getShort(2 * row) : data.getShort(2 * row) & 0xFFFF;
            case 32 -> signed ? data.getInt(4 * row) : data.getInt(4 * row) & 0xFFFFFFFFL;
            default -> data.getLong(8 * row);
        };
    }

    /** A number of 16 bits: 1 of sign, 5 of exponent, 10 of fraction. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double size;
        if (exponent == 31) {
            size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            size = exponent == 0
                    ? Math.scalb((double) fraction, -24)
                    : Math.scalb(1 + fraction / 1024.0, exponent - HALF + 1);
        }
        return bits < 0 ? -size : size;
    }

    private double decimal(int row) {
        int width = field.bits() / 8;
        byte[] bigEndian = new byte[width];
        for (int i = 0; i < width; i++) {
            bigEndian[width - 1 - i] = data.get(width * row + i);
        }
        return new BigDecimal(new BigInteger(bigEndian), field.unit()).doubleValue();
    }
}
