package dev.echelon.internal.design;

import dev.echelon.internal.design.Learned.Range;
import dev.echelon.result.RowReport;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an encoding keeps of the used rows besides their matrices, from rows that come in batches. */
final class RowCollector {
    private final Specification model;
    private final Composing composing;
    private final Set<String> measured = new LinkedHashSet<>();
    private final Map<String, Long> dropped = new LinkedHashMap<>();
    private final Map<String, Range> ranges = new LinkedHashMap<>();
    private Range response = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    private long read;
    private long used;

    RowCollector(Specification model, Map<String, Learned.Variable> variables) {
        this.model = model;
        this.composing = new Composing(model, variables);
        model.variables().columns(Purpose.FIT).forEach(expression -> expression.collectColumns(measured));
        measured.removeAll(model.options().factors());
    }

    void add(UsedRows rows, Frame frame, double[] y) {
        String weights = model.options().weights();
        composing.add(
                rows,
                frame,
                weights.isEmpty()
                        ? new double[0]
                        : SharedStorage.values((NumericColumn) rows.table().column(weights)));
        for (String name : measured) {
            if (rows.table().column(name) instanceof NumericColumn column) {
                ranges.merge(name, range(SharedStorage.values(column)), RowCollector::union);
            }
        }
        response = union(response, range(y));
    }

    void count(RowReport report) {
        read += report.read();
        used += report.used();
        report.dropped().forEach((reason, rows) -> dropped.merge(reason, rows, Long::sum));
    }

    private static Range range(double[] values) {
        double lower = Double.POSITIVE_INFINITY;
        double upper = Double.NEGATIVE_INFINITY;
        for (double value : values) { // no value is missing
            lower = value < lower ? value : lower;
            upper = value > upper ? value : upper;
        }
        return new Range(lower, upper);
    }

    private static Range union(Range a, Range b) {
        return new Range(Math.min(a.lower(), b.lower()), Math.max(a.upper(), b.upper()));
    }

    void merge(RowCollector other) {
        count(other.report());
        composing.merge(other.composing);
        other.ranges.forEach((name, range) -> ranges.merge(name, range, RowCollector::union));
        response = union(response, other.response);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(read);
        out.writeLong(used);
        out.writeInt(dropped.size());
        for (Map.Entry<String, Long> entry : dropped.entrySet()) {
            StateBytes.text(out, entry.getKey());
            out.writeLong(entry.getValue());
        }
        out.writeInt(ranges.size());
        for (Map.Entry<String, Range> entry : ranges.entrySet()) {
            StateBytes.text(out, entry.getKey());
            write(out, entry.getValue());
        }
        write(out, response);
        composing.write(out);
    }

    private static void write(DataOutputStream out, Range range) throws IOException {
        out.writeDouble(range.lower());
        out.writeDouble(range.upper());
    }

    void read(DataInputStream in) throws IOException {
        read = in.readLong();
        used = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            dropped.put(StateBytes.text(in), in.readLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            ranges.put(StateBytes.text(in), new Range(in.readDouble(), in.readDouble()));
        }
        response = new Range(in.readDouble(), in.readDouble());
        composing.read(in);
    }

    long read() {
        return read;
    }

    Range response() {
        return response;
    }

    Map<String, Range> ranges() {
        return ranges;
    }

    Composition composition() {
        return composing.result();
    }

    /** Reasons in the order in which a row is judged, whichever came first in the data. */
    RowReport report() {
        List<String> order = new ArrayList<>();
        model.variables()
                .required(model.formula(), model.options(), Purpose.FIT)
                .forEach(name -> order.add("missing in '" + name + "'"));
        order.add("zero weight");
        List<String> reasons = new ArrayList<>(dropped.keySet());
        reasons.sort(Comparator.comparingInt(reason -> order.contains(reason) ? order.indexOf(reason) : order.size()));
        Map<String, Long> sorted = new LinkedHashMap<>();
        reasons.forEach(reason -> sorted.put(reason, dropped.getOrDefault(reason, 0L)));
        return new RowReport(read, used, sorted);
    }
}
