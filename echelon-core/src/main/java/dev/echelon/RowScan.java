package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Scan;
import dev.echelon.table.Table;
import java.util.List;
import java.util.Set;

/**
 * The first look at data that are too large to hold, or that no single reader sees: what must be known before rows can be
 * summed up. Batches are added in order; scans of parts of the data are merged in the order of the parts, and the same
 * parts give the same plan.
 *
 * <p>Levels of grouping factors are not learned here. Of {@code poly}, splines and {@code scale} sums or counts of distinct
 * values are kept; of {@code cut} into equal intervals and of functions within functions the columns, which is all that
 * grows with the number of rows.
 */
public final class RowScan {
    private final Lmm model;
    private final Scan scan;

    /**
     * @param columns the names of all columns of the data
     * @throws EchelonException if the model needs others, or needs its rows in memory: {@code repeated(…)},
     *     {@code variance(…)} and {@code gr(…, cov = …)}
     */
    public RowScan(Lmm model, List<String> columns) {
        this.model = model;
        this.scan = new Scan(model.formula(), columns, model.encoding());
        if (scan.needsRowsInMemory()) {
            throw new EchelonException(
                    "a model with repeated(), variance() or gr(…, cov = …) cannot be summed up batch by"
                            + " batch: its likelihood needs all rows; fit it from a table in memory");
        }
    }

    /** The columns that the model reads; batches need no others. */
    public Set<String> columns() {
        return scan.columns();
    }

    /**
     * Looks at the next rows.
     *
     * @throws EchelonException if a column is missing or has changed its type; the message names it
     */
    public void add(Table batch) {
        scan.add(batch);
    }

    /** Adds what was learned from the rows that follow these. */
    public void merge(RowScan other) {
        scan.merge(other.scan);
    }

    /** Whether more rows would teach nothing: the predictors are numbers, and enough rows show their scale. */
    public boolean isComplete() {
        return scan.sampled() >= Streaming.SAMPLE && !scan.needsAllRows();
    }

    /** What was learned, in bytes for another machine with the same release. */
    public byte[] toBytes() {
        return scan.toBytes();
    }

    /** The scan of the same model and columns that {@link #toBytes} wrote. */
    public static RowScan of(Lmm model, List<String> columns, byte[] bytes) {
        RowScan scan = new RowScan(model, columns);
        scan.scan.read(bytes);
        return scan;
    }

    /** How many rows were looked at. */
    public long rows() {
        return scan.rowsRead();
    }

    /**
     * What has been learned.
     *
     * @throws EchelonException if no row can be used, or the formula does not fit the data
     */
    public SummaryPlan plan() {
        Encoding encoding = scan.plan();
        Design sample = scan.sample(encoding);
        return new SummaryPlan(encoding, Conditioning.learn(sample, GroupingFactor.of(sample)));
    }

    Lmm model() {
        return model;
    }

    Scan scan() {
        return scan;
    }
}
