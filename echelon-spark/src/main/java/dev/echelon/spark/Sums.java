package dev.echelon.spark;

import dev.echelon.DataSummary;
import dev.echelon.RowScan;
import dev.echelon.SummaryPlan;
import dev.echelon.Summation;
import dev.echelon.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** What executors do with the rows of a partition, and how what they found is put together. */
final class Sums {
    private Sums() {}

    /** The columns of the data that a model reads, and the model. */
    record Reading(ModelOptions options, DatasetColumns columns) implements Serializable {

        /** What must be known of the rows before they can be summed up. */
        byte[] scanned(Iterator<InternalRow> rows) {
            RowScan scan = new RowScan(options.model(), columns.names());
            Iterator<Table> batches = columns.batches(rows);
            while (batches.hasNext() && !scan.isComplete()) {
                scan.add(batches.next());
            }
            return scan.toBytes();
        }

        RowScan scan(List<byte[]> parts) {
            RowScan scan = new RowScan(options.model(), columns.names());
            for (byte[] part : parts) {
                scan.merge(RowScan.of(options.model(), columns.names(), part));
            }
            return scan;
        }

        byte[] mergedScans(List<byte[]> parts) {
            return scan(parts).toBytes();
        }

        /** The sums of the rows by a plan. */
        DataSummary summed(Iterator<InternalRow> rows, byte[] plan) {
            try (Summation sums = new Summation(SummaryPlan.of(plan))) {
                columns.batches(rows).forEachRemaining(sums::add);
                return sums.finishPart();
            }
        }
    }

    static byte[] merged(List<byte[]> summaries) {
        if (summaries.size() == 1) {
            return summaries.get(0);
        }
        DataSummary sum = read(summaries.get(0));
        for (byte[] next : summaries.subList(1, summaries.size())) {
            sum = sum.merge(read(next));
        }
        return bytes(sum);
    }

    static byte[] bytes(DataSummary summary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            summary.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static DataSummary read(byte[] bytes) {
        try {
            return DataSummary.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One element. */
    static <T> Iterator<T> one(T element) {
        List<T> list = new ArrayList<>();
        list.add(element);
        return list.iterator();
    }
}
