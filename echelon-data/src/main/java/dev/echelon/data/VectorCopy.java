package dev.echelon.data;

import org.duckdb.DuckDBReadableVector;

/** Copies vectors of a chunk into arrays, one loop for each type so that each is compiled for it. */
final class VectorCopy {
    private VectorCopy() {}

    /** The numbers of {@code count} rows from {@code from} on, NaN where missing, into {@code target} at {@code offset}. */
    static void numbers(DuckDBReadableVector vector, int from, int count, double[] target, int offset) {
        switch (vector.getType()) {
            case DOUBLE -> doubles(vector, from, count, target, offset);
            case FLOAT -> floats(vector, from, count, target, offset);
            case INTEGER -> integers(vector, from, count, target, offset);
            case BIGINT -> longs(vector, from, count, target, offset);
            default -> others(vector, from, count, target, offset);
        }
    }

    /** The places of levels of {@code count} rows from {@code from} on, -1 where missing. */
    static void codes(DuckDBReadableVector vector, int from, int count, int[] target, int offset) {
        switch (vector.getType()) {
            case UTINYINT -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = vector.getUint8(from + i, (short) -1);
                }
            }
            case USMALLINT -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = vector.getUint16(from + i, -1);
                }
            }
            case UINTEGER -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = (int) vector.getUint32(from + i, -1);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = vector.getInt(from + i, -1);
                }
            }
        }
    }

    private static void doubles(DuckDBReadableVector vector, int from, int count, double[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = vector.getDouble(from + i, Double.NaN);
        }
    }

    private static void floats(DuckDBReadableVector vector, int from, int count, double[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = vector.getFloat(from + i, Float.NaN);
        }
    }

    private static void integers(DuckDBReadableVector vector, int from, int count, double[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = vector.isNull(from + i) ? Double.NaN : vector.getInt(from + i, 0);
        }
    }

    private static void longs(DuckDBReadableVector vector, int from, int count, double[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = vector.isNull(from + i) ? Double.NaN : vector.getLong(from + i, 0);
        }
    }

    private static void others(DuckDBReadableVector vector, int from, int count, double[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = vector.isNull(from + i) ? Double.NaN : small(vector, from + i);
        }
    }

    private static double small(DuckDBReadableVector vector, int row) {
        return switch (vector.getType()) {
            case TINYINT -> vector.getByte(row);
            case SMALLINT -> vector.getShort(row);
            case UTINYINT -> vector.getUint8(row);
            case USMALLINT -> vector.getUint16(row);
            default -> vector.getUint32(row);
        };
    }
}
