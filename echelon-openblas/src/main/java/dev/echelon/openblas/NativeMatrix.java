package dev.echelon.openblas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Native scratch that holds one column-major matrix without gaps. Whole columns move by bulk copies of the buffer, which
 * cost far less than a native call each and touch only the block in use, however large the surrounding array is. The
 * memory grows to the largest matrix seen and stays with its owner.
 */
final class NativeMatrix {
    /** The longest matrix that one buffer can address. */
    static final long LIMIT = Integer.MAX_VALUE / Double.BYTES;

    private DoubleBuffer buffer = ByteBuffer.allocateDirect(0).asDoubleBuffer();
    private DoublePointer pointer = new DoublePointer();

    /** Where the matrix starts in native memory. */
    DoublePointer pointer() {
        return pointer;
    }

    /** Copies the rows×columns matrix at {@code off} in. */
    void load(int rows, int columns, double[] a, int off, int ld) {
        reserve(rows, columns);
        for (int j = 0; j < columns; j++) {
            buffer.put(j * rows, a, off + j * ld, rows);
        }
    }

    /** Copies the matrix back out. */
    void store(int rows, int columns, double[] a, int off, int ld) {
        for (int j = 0; j < columns; j++) {
            buffer.get(j * rows, a, off + j * ld, rows);
        }
    }

    /** Copies the lower triangle of order n in; what is above the diagonal stays undefined. */
    void loadLower(int n, double[] a, int off, int ld) {
        reserve(n, n);
        for (int j = 0; j < n; j++) {
            buffer.put(j * n + j, a, off + j * ld + j, n - j);
        }
    }

    /** Copies the lower triangle back out. */
    void storeLower(int n, double[] a, int off, int ld) {
        for (int j = 0; j < n; j++) {
            buffer.get(j * n + j, a, off + j * ld + j, n - j);
        }
    }

    private void reserve(int rows, int columns) {
        int length = rows * columns;
        if (length > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect(Double.BYTES * length)
                    .order(ByteOrder.nativeOrder())
                    .asDoubleBuffer();
            pointer = new DoublePointer(buffer);
        }
    }
}
