package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.formula.RandomTerm;
import dev.echelon.internal.design.Learned.Range;
import dev.echelon.result.RowReport;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that come in batches as the matrices of a model. Levels of grouping factors need not be known before: they get
 * codes in the order in which they are first seen, and {@link #ranking} sorts them at the end.
 */
public final class BatchEncoder {
    private final Encoding plan;
    private final Specification model;
    private final GroupDictionary groups = new GroupDictionary();
    private final Map<String, List<Expression>> groupings = new LinkedHashMap<>();
    private final RowCollector collector;
    private final ColumnKinds kinds = new ColumnKinds();

    /** @param plan an encoding that knows everything but the levels of grouping factors */
    public BatchEncoder(Encoding plan) {
        this.plan = plan;
        this.model = plan.model();
        this.collector = new RowCollector(model, plan.learned().variables());
        for (RandomTerm term : plan.formula().random()) {
            groupings.put(term.groupLabel(), term.grouping());
        }
    }

    /**
     * The matrices of the used rows of the next batch, maybe none.
     *
     * @throws EchelonException if the rows are not what the plan was made for; the message names row and column
     */
    public Design encode(Table batch) {
        long firstRow = collector.read();
        kinds.require(batch, model.variables().required(model.formula(), model.options(), Purpose.FIT), firstRow);
        UsedRows rows = UsedRows.of(model, batch, plan.learned().bases(), Purpose.FIT, firstRow);
        collector.count(rows.report());
        if (rows.count() == 0) {
            return plan.header();
        }
        Frame frame = new Frame(rows, plan.learned().variables(), firstRow);
        GroupDictionary.Batch codes = groups.new Batch(rows.evaluator());
        Design design = plan.encode(
                        rows,
                        frame,
                        Purpose.FIT,
                        firstRow,
                        term -> new Grouping.Codes(codes(codes, term, rows), List.of()))
                .design();
        collector.add(rows, frame, design.response());
        return design;
    }

    private int[] codes(GroupDictionary.Batch batch, RandomTerm term, UsedRows rows) {
        int[] codes = batch.codes(term.grouping());
        for (int code : codes) {
            if (code < 0) {
                throw rows.evaluator()
                        .error(
                                "the grouping factor '" + term.groupLabel() + "' has no level in a row that is used;"
                                        + " leave such rows out",
                                term.grouping().get(0));
            }
        }
        return codes;
    }

    /** How many levels each of the groupings has so far. */
    public int[] levelCounts(List<String> labels) {
        return labels.stream().mapToInt(label -> groups.size(grouping(label))).toArray();
    }

    private List<Expression> grouping(String label) {
        return groupings.getOrDefault(label, List.of());
    }

    /** Adds what was learned from other rows; the result is the code here of each level there, for each of the groupings. */
    public List<int[]> merge(BatchEncoder other, List<String> labels) {
        collector.merge(other.collector);
        return labels.stream()
                .map(label -> groups.merge(other.groups, grouping(label)))
                .toList();
    }

    /** Writes what was learned from the rows so far, for {@link #read} of a later run. */
    public void write(DataOutputStream out) throws IOException {
        kinds.write(out);
        groups.write(out);
        collector.write(out);
    }

    /** Takes what {@link #write} wrote, in a new encoder of the same plan. */
    public void read(DataInputStream in) throws IOException {
        kinds.read(in);
        groups.read(in);
        collector.read(in);
    }

    /** The final order of the levels of a grouping. */
    public Ranking ranking(String label) {
        return groups.ranking(grouping(label));
    }

    /** Smallest and largest response less offset. */
    public Range response() {
        return collector.response();
    }

    /** How many rows were read. */
    public long rowsRead() {
        return collector.read();
    }

    /**
     * The encoding with all that was learned from the rows.
     *
     * @param levels of each grouping label
     * @throws EchelonException if no row can be used; the message lists the reasons
     */
    public Encoding encoding(Map<String, List<String>> levels) {
        RowReport report = collector.report();
        if (report.used() == 0) {
            throw noRows(report);
        }
        return encodingOfPart(levels);
    }

    /** The same where other rows may be used if none of these is. */
    public Encoding encodingOfPart(Map<String, List<String>> levels) {
        Learned known = plan.learned();
        Learned all = new Learned(
                known.bases(),
                known.variables(),
                levels,
                collector.report(),
                known.notes(),
                collector.ranges(),
                collector.composition(),
                known.residual());
        return new Encoding(model, all);
    }

    static EchelonException noRows(RowReport report) {
        return new EchelonException(
                report.read() == 0
                        ? "the data have no rows"
                        : "no row can be used: of " + report.read() + " rows, " + report.reasons());
    }
}
