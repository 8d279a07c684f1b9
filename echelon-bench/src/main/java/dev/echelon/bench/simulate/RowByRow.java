package dev.echelon.bench.simulate;

/** A generator whose rows are made one at a time, in order. */
abstract class RowByRow implements Simulation.Generator {
    private final long rows;
    private long made;

    RowByRow(long rows) {
        this.rows = rows;
    }

    @Override
    public final int next(ColumnBatch batch) {
        int count = (int) Math.min(batch.capacity(), rows - made);
        for (int i = 0; i < count; i++) {
            make(made + i, batch, i);
        }
        made += count;
        return count;
    }

    /** Makes row {@code index} of all and stores it at {@code row} of the batch. */
    abstract void make(long index, ColumnBatch batch, int row);
}
