package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.Learned;
import java.io.ByteArrayOutputStream;

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
