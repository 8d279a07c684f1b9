package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Learned.Range;
import dev.echelon.result.CrossProductContent;
import dev.echelon.result.RowReport;
import dev.echelon.table.RowSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * All that a fit needs of its data: the sums of products of response, fixed and random-effects columns, with what was
 * learned on the way to them. Its size depends on the number of levels of the grouping factors, not on the number of
 * rows. Immutable.
 *
 * <p>Made by {@link Lmm#summarise}, fitted by {@link Lmm#fit(DataSummary)}.
 *
 * <p><b>Source</b> docs/math/likelihood.md#cross-products
 */
public final class DataSummary {
    /** Rounding of sums of equal weights. */
    private static final double EQUAL = 1e-10;

    private final Encoding encoding;
    private final Design header;
    private final Conditioning conditioning;
    private final CrossProducts data;
    private final Range response;
    private final String digest;

    /**
     * @param encoding formula, options, and what was learned
     * @param header the matrices without rows
     * @param data the cross-products of all columns, those that depend on others included
     * @param response smallest and largest response less offset
     * @param digest of the data; empty if unknown
     */
    DataSummary(
            Encoding encoding,
            Design header,
            Conditioning conditioning,
            CrossProducts data,
            Range response,
            String digest) {
        this.encoding = encoding;
        this.header = header;
        this.conditioning = conditioning;
        this.data = data;
        this.response = response;
        this.digest = digest;
    }

    /** The sums of rows in memory. */
    static DataSummary of(Encoding.Training training, String digest) {
        Design design = training.rows().design();
        List<GroupingFactor> factors = GroupingFactor.of(design);
        Conditioning conditioning = Conditioning.learn(design, factors);
        return new DataSummary(
                training.encoding(),
                design.header(),
                conditioning,
                CrossProducts.of(design, factors, conditioning),
                range(design.response()),
                digest);
    }

    private static Range range(double[] response) {
        double lower = Double.POSITIVE_INFINITY;
        double upper = Double.NEGATIVE_INFINITY;
        for (double y : response) {
            lower = Math.min(lower, y);
            upper = Math.max(upper, y);
        }
        return new Range(lower, upper);
    }

    DataSummary with(Encoding other) {
        return new DataSummary(other, header, conditioning, data, response, digest);
    }

    /** The model that the data were summed up for, to be fitted by REML unless asked otherwise. */
    public Lmm model() {
        return Lmm.of(Formula.parse(formula()), encoding.options(), Criterion.REML);
    }

    /**
     * The sums over the rows of both; no row may be in both. Levels of factors are united by label. To add parts in which
     * bases such as {@code poly(x, 2)} would be learned differently, sum them up with {@link Lmm#summarise(RowSource,
     * DataSummary)}.
     *
     * @throws EchelonException if they are of different models, or their columns are not the same; the message says what
     *     differs
     */
    public DataSummary merge(DataSummary other) {
        return SummaryMerge.of(this, other);
    }

    /**
     * The sums for a smaller model on the same rows: fewer terms, other contrasts, other structures of random effects.
     *
     * @throws EchelonException if a column of the model is no combination of those that were summed up
     */
    public DataSummary reducedTo(Lmm model) {
        return SubModel.of(this, model);
    }

    /** What is in the sums, and with it what whoever has them can know. */
    public CrossProductContent content() {
        return SummaryContent.of(this);
    }

    /**
     * Refuses sums in which a level of a grouping factor has few rows, which its sums may give away.
     *
     * @param least number of rows of every level
     * @throws EchelonException if a level has fewer; the message names the factor
     */
    public void requireRowsPerLevel(long least) {
        SummaryContent.requireRows(this, least);
    }

    /** The formula, with any dot expanded. */
    public String formula() {
        Formula formula = encoding.formula();
        return formula.hasDot() ? formula.expanded() : formula.text();
    }

    /** How many rows were read, used and left out, with reasons. */
    public RowReport rows() {
        return encoding.rows();
    }

    /** The grouping factors, those with most levels first. */
    public List<String> groups() {
        return GroupingFactor.of(header).stream().map(GroupingFactor::group).toList();
    }

    /**
     * The levels of a grouping factor, in order.
     *
     * @throws EchelonException if there is no such factor
     */
    public List<String> levels(String group) {
        return header.random().stream()
                .filter(block -> block.group().equals(group))
                .findFirst()
                .orElseThrow(() -> new EchelonException(
                        "no grouping factor '" + group + "'; the factors are " + String.join(", ", groups())))
                .levels();
    }

    /** The digest of the data that were summed up, as {@link dev.echelon.table.Table#digest()}; empty if unknown. */
    public String digest() {
        return digest;
    }

    /**
     * Writes the sums to a file that every later release can read. The file appears whole or not at all.
     *
     * @throws EchelonException if it cannot be written; the message says why
     */
    public void save(Path file) {
        SummaryFile.write(this, file);
    }

    /**
     * Reads saved sums. Every number has the bits that it had when it was saved.
     *
     * @throws EchelonException if the file holds no cross-products, or is damaged; the message says what is wrong
     */
    public static DataSummary load(Path file) {
        return SummaryFile.read(file);
    }

    /** Whether a file begins as {@link #save} writes it. */
    public static boolean isSaved(Path file) {
        return SummaryFile.is(file);
    }

    /** Writes what {@link #save} writes to a stream, which stays open. */
    public void write(OutputStream stream) throws IOException {
        SummaryFile.write(this, stream);
    }

    /**
     * Reads what {@link #write} wrote, to the end of the stream.
     *
     * @throws EchelonException if it is something else, or damaged
     */
    public static DataSummary read(InputStream stream) throws IOException {
        return SummaryFile.read("that is read", stream);
    }

    Encoding encoding() {
        return encoding;
    }

    Design header() {
        return header;
    }

    Conditioning conditioning() {
        return conditioning;
    }

    CrossProducts data() {
        return data;
    }

    /** Whether precision weights differ: their arithmetic mean is then larger than their geometric one. */
    boolean hasUnequalWeights() {
        if (encoding.options().weights().isEmpty()) {
            return false;
        }
        double sum = Double.NaN;
        int r = data.fixedColumns() + 1;
        if (conditioning.intercept() >= 0) {
            sum = data.fixed()[conditioning.intercept() * (r + 1)];
        }
        for (int f = 0; Double.isNaN(sum) && f < data.factors(); f++) {
            if (data.block(f).effects() == 1 && conditioning.effects(f).identity()) {
                sum = Arrays.stream(data.block(f).own()).sum();
            }
        }
        double n = data.rows();
        return Double.isNaN(sum) || Math.log(sum / n) - data.sumLogWeights() / n > EQUAL;
    }

    Range response() {
        return response;
    }

    /**
     * The same rows without the levels of the grouping factors: what is left of a summary whose levels went elsewhere with
     * {@link #levelBlocks}. Nothing can be fitted to it alone.
     */
    public DataSummary withoutLevels() {
        return LevelBlocks.removed(this);
    }

    /**
     * The blocks of the levels of the only grouping factor, dealt out to so many parts by the hash of their labels: a level
     * comes to the same part in all summaries.
     *
     * @throws EchelonException if the model has not one grouping factor
     */
    public List<LevelBlocks> levelBlocks(int parts) {
        return LevelBlocks.deal(this, parts);
    }

    /**
     * The summary that {@link #withoutLevels} and {@link #levelBlocks} took apart, put together again on a machine that can
     * hold it.
     *
     * @param parts with all levels of these rows, none in two of them
     * @throws EchelonException if the model has not one grouping factor
     */
    public DataSummary withLevels(List<LevelBlocks> parts) {
        return LevelBlocks.joined(this, parts);
    }
}
