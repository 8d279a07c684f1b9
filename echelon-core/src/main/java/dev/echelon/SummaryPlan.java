package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Basis;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.Learned;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/**
 * How rows become sums: all readers of one set of data must use the same plan, so that their sums can be added. Immutable;
 * {@link #toBytes} and {@link #of} carry it from one machine to another.
 */
public final class SummaryPlan {
    private final Encoding encoding;
    private final Conditioning conditioning;

    /**
     * @param encoding that knows everything but the levels of grouping factors
     * @param conditioning of the grouping factors in the order of the formula
     */
    SummaryPlan(Encoding encoding, Conditioning conditioning) {
        this.encoding = encoding;
        this.conditioning = conditioning;
    }

    /**
     * The plan by which sums were made, for other rows that are to be added to them.
     *
     * @param own bases that are those of the other rows
     */
    static SummaryPlan of(DataSummary sums, Map<String, Basis> own) {
        List<String> groups = sums.groups();
        Encoding encoding = sums.encoding().forOtherRows(own);
        int[] order = GroupingFactor.of(encoding.header()).stream()
                .mapToInt(factor -> groups.indexOf(factor.group()))
                .toArray();
        return new SummaryPlan(encoding, sums.conditioning().withFactors(order));
    }

    /** The plan in bytes that every later release can read. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Formula formula = encoding.formula();
        try (JsonOut out = new JsonOut(bytes)) {
            out.text("formula", formula.hasDot() ? formula.expanded() : formula.text());
            out.object("options", () -> EncodingJson.writeOptions(out, encoding.options()));
            out.object("encoding", () -> EncodingJson.writeLearned(out, encoding.learned()));
            out.object("conditioning", () -> DataJson.writeConditioning(out, conditioning));
        }
        return bytes.toByteArray();
    }

    /**
     * The plan that {@link #toBytes} wrote.
     *
     * @throws EchelonException if the bytes are none; the message says what is wrong
     */
    public static SummaryPlan of(byte[] bytes) {
        JsonIn in = FitJson.object("plan", bytes);
        EncodingOptions options = EncodingJson.readOptions(in.object("options"));
        Learned learned = EncodingJson.readLearned(in.object("encoding"));
        return new SummaryPlan(
                Encoding.of(Formula.parse(in.text("formula")), options, learned),
                DataJson.readConditioning(in.object("conditioning")));
    }

    Encoding encoding() {
        return encoding;
    }

    Conditioning conditioning() {
        return conditioning;
    }
}
