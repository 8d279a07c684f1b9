package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.Learned.Range;
import dev.echelon.internal.design.LearnedUnion;
import java.math.BigInteger;
import java.util.Locale;

/** The sums over two sets of rows from those over each. */
final class SummaryMerge {
    /** Decimal digits of a column's spread whose loss is worth a word. */
    private static final double WORTH_A_WORD = 4;

    private SummaryMerge() {}

    /** In the scale of the part with more rows, so that merging many small parts into a large one changes little. */
    static DataSummary of(DataSummary a, DataSummary b) {
        requireSameModel(a, b);
        Encoding encoding = LearnedUnion.of(a.encoding(), b.encoding());
        Recast first = new Recast(a, encoding);
        Recast second = new Recast(b, encoding);
        Conditioning scale = a.data().rows() >= b.data().rows() ? first.scale() : second.scale();
        CrossProducts sum = first.in(scale).merge(second.in(scale));
        return new DataSummary(
                withNote(encoding, lostDigits(sum, scale)),
                first.header(),
                scale,
                sum,
                new Range(
                        Math.min(a.response().lower(), b.response().lower()),
                        Math.max(a.response().upper(), b.response().upper())),
                digest(a.digest(), b.digest()));
    }

    private static void requireSameModel(DataSummary a, DataSummary b) {
        String x = a.encoding().formula().expanded();
        String y = b.encoding().formula().expanded();
        if (!x.equals(y)) {
            throw new EchelonException("cross-products of '" + a.formula() + "' and of '" + b.formula()
                    + "' cannot be added; sum both up for the same formula");
        }
        EncodingOptions first = a.encoding().options();
        EncodingOptions second = b.encoding().options();
        requireSame("columns treated as factors", first.factors(), second.factors());
        requireSame("contrasts", first.codings(), second.codings());
        requireSame("weights", first.weights(), second.weights());
        requireSame("offset", first.offset(), second.offset());
    }

    private static void requireSame(String what, Object x, Object y) {
        if (!x.equals(y)) {
            throw new EchelonException("the two cross-products were summed up with different " + what + ", " + text(x)
                    + " and " + text(y) + "; sum both up with the same");
        }
    }

    private static String text(Object value) {
        return value.toString().isEmpty() ? "none" : "'" + value + "'";
    }

    /**
     * How many decimal digits of the worst column's variation about its mean are lost because it was centred elsewhere:
     * with mean m and sd s of the conditioned column, log10(1 + m²/s²).
     */
    private static double lostDigits(CrossProducts data, Conditioning scale) {
        int r = data.fixedColumns() + 1;
        int c = scale.intercept();
        double worst = 0;
        for (int k = 0; c >= 0 && k < r; k++) {
            double total = data.fixed()[k * r + k];
            double along = data.fixed()[Math.min(k, c) * r + Math.max(k, c)];
            double mean = along * along / data.fixed()[c * r + c];
            if (k != c && total > mean) {
                worst = Math.max(worst, Math.log10(total / (total - mean)));
            }
        }
        return worst;
    }

    private static Encoding withNote(Encoding encoding, double digits) {
        return digits < WORTH_A_WORD
                ? encoding
                : encoding.withNote(String.format(
                        Locale.ROOT,
                        "Parts that lie far apart were added: about %.0f of 16 digits of the variation within them were"
                                + " lost.",
                        digits));
    }

    /** The sum of both as numbers of 256 bits, whatever the order; empty if one is unknown. */
    private static String digest(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return "";
        }
        BigInteger sum = new BigInteger(a, 16).add(new BigInteger(b, 16)).mod(BigInteger.TWO.pow(256));
        String text = sum.toString(16);
        return "0".repeat(64 - text.length()) + text;
    }
}
