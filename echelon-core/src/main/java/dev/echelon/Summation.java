package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.crossproducts.RowSums;
import dev.echelon.internal.design.BatchEncoder;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Ranking;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sums up rows that come in batches. Memory depends on the number of levels of the grouping factors, and of pairs of them
 * that occur together, not on the number of rows. The sums have the same bits for any borders of the batches and any
 * number of threads; sums of parts of the data differ from those of the whole by the rounding of one addition.
 */
public final class Summation implements AutoCloseable {
    private final SummaryPlan plan;
    private final int threads;
    private final BatchEncoder encoder;
    private final List<GroupingFactor> factors;
    private final List<String> groups;
    private @Nullable RowSums sums;

    /** On one thread. */
    public Summation(SummaryPlan plan) {
        this(plan, 1);
    }

    /** @param threads how many may add up rows; results have the same bits for any number */
    public Summation(SummaryPlan plan, int threads) {
        this.plan = plan;
        this.threads = threads;
        this.encoder = new BatchEncoder(plan.encoding());
        this.factors = GroupingFactor.of(plan.encoding().header());
        this.groups = factors.stream().map(GroupingFactor::group).toList();
    }

    /**
     * Adds the next rows. Their arrays must not change before {@link #finish}.
     *
     * @throws EchelonException if they are not what the plan was made for; the message names row and column
     */
    public void add(Table batch) {
        Design design = encoder.encode(batch);
        if (design.response().length > 0) {
            sums(design).add(design, encoder.levelCounts(groups));
        }
    }

    private RowSums sums(Design design) {
        RowSums known = sums;
        if (known == null) {
            boolean weighted = !plan.encoding().options().weights().isEmpty();
            known = new RowSums(design, factors, plan.conditioning(), weighted, threads);
            sums = known;
        }
        return known;
    }

    /** Adds the sums of other rows, made by the same plan; those must not be used any more. */
    public void merge(Summation other) {
        List<int[]> codes = encoder.merge(other.encoder, groups);
        if (other.sums != null) {
            sums(plan.encoding().header()).merge(other.sums, codes, encoder.levelCounts(groups));
        }
    }

    /** Writes what was summed up so far, for {@link #readState} of a later run of the same release. */
    void writeState(DataOutputStream out) throws IOException {
        encoder.write(out);
        out.writeBoolean(sums != null);
        if (sums != null) {
            sums.write(out);
        }
    }

    /** Takes what {@link #writeState} wrote, in a new summation of the same plan. */
    void readState(DataInputStream in) throws IOException {
        encoder.read(in);
        if (in.readBoolean()) {
            sums(plan.encoding().header()).read(in);
        }
    }

    /** How many rows were read. */
    public long rows() {
        return encoder.rowsRead();
    }

    /** How many of them are used. */
    public long used() {
        return sums == null ? 0 : sums.rows();
    }

    /**
     * The sums of all rows; nothing can be added afterwards.
     *
     * @throws EchelonException if no row could be used; the message lists the reasons
     */
    public DataSummary finish() {
        return finish("");
    }

    /** The same of one of several parts of the data, of which maybe no row can be used. */
    public DataSummary finishPart() {
        return finish("", true);
    }

    DataSummary finish(String digest) {
        return finish(digest, false);
    }

    private DataSummary finish(String digest, boolean part) {
        try {
            List<int[]> ranks = new ArrayList<>();
            int[] counts = new int[factors.size()];
            Map<String, List<String>> levels = new LinkedHashMap<>();
            for (int f = 0; f < counts.length; f++) {
                Ranking ranking = encoder.ranking(groups.get(f));
                ranks.add(ranking.ranks());
                counts[f] = ranking.levels().size();
                levels.put(groups.get(f), ranking.levels());
            }
            Encoding encoding = part ? encoder.encodingOfPart(levels) : encoder.encoding(levels);
            int[] order = IntStream.range(0, counts.length)
                    .boxed()
                    .sorted(Comparator.comparingInt(f -> -counts[f]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            CrossProducts data = sums(plan.encoding().header()).result(ranks, counts, order);
            return new DataSummary(
                    encoding,
                    encoding.header(),
                    plan.conditioning().withFactors(order),
                    data,
                    encoder.response(),
                    digest);
        } finally {
            close();
        }
    }

    /** Ends its threads; {@link #finish} does, too. */
    @Override
    public void close() {
        if (sums != null) {
            sums.close();
        }
    }
}
