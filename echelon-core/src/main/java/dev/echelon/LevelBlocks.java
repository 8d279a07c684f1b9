package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Learned;
import dev.echelon.internal.design.LearnedUnion;
import dev.echelon.internal.likelihood.GroupMoments;
import dev.echelon.internal.likelihood.PartitionedLikelihood;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cross-products of some levels of the only grouping factor of a model: a part of a {@link DataSummary} that is too
 * large for one memory. Parts of the same levels of different rows merge; the sums of a {@link LevelTask} over all parts
 * are what {@link PartitionedFit} needs. Immutable.
 */
public final class LevelBlocks implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient List<String> labels; // written as bytes
    private final transient CrossProducts.Block block;
    private final int columns; // p + 1

    LevelBlocks(List<String> labels, CrossProducts.Block block, int columns) {
        this.labels = labels;
        this.block = block;
        this.columns = columns;
    }

    static List<LevelBlocks> deal(DataSummary summary, int parts) {
        requireOneFactor(summary);
        CrossProducts.Block all = summary.data().block(0);
        List<String> labels = summary.levels(summary.groups().get(0));
        int r = summary.data().fixedColumns() + 1;
        int[] part = new int[labels.size()];
        int[] sizes = new int[parts];
        for (int j = 0; j < part.length; j++) {
            part[j] = part(labels.get(j), parts);
            sizes[part[j]]++;
        }
        List<LevelBlocks> dealt = new ArrayList<>();
        for (int size : sizes) {
            dealt.add(new LevelBlocks(new ArrayList<>(), empty(size, all.effects(), r), r));
        }
        for (int j = 0; j < part.length; j++) {
            dealt.get(part[j]).set(labels.get(j), all, j);
        }
        return dealt;
    }

    /** Where a level is dealt. */
    static int part(String label, int parts) {
        return Math.floorMod(mixed(label.hashCode()), parts);
    }

    /** Hash codes of texts with a common beginning lie close together. */
    private static int mixed(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 16);
    }

    static void requireOneFactor(DataSummary summary) {
        if (summary.groups().size() != 1) {
            throw new EchelonException(
                    "only the levels of a single grouping factor can be spread over machines, and the" + " model has "
                            + summary.groups().size() + "; give the driver more memory and fit it there");
        }
        boolean related = summary.header().random().stream()
                .anyMatch(block -> block.related().isPresent());
        if (related) {
            throw new EchelonException("levels with a known covariance cannot be spread over machines;"
                    + " give the driver more memory and fit the model there");
        }
    }

    private static CrossProducts.Block empty(int levels, int q, int r) {
        return new CrossProducts.Block(
                levels,
                q,
                new double[Math.multiplyExact(levels, q * q)],
                new double[Math.multiplyExact(levels, q * r)],
                new long[levels]);
    }

    /** Fills the next level while the blocks are made. */
    private void set(String label, CrossProducts.Block from, int j) {
        add(labels.size(), from, j);
        labels.add(label);
    }

    private void add(int at, CrossProducts.Block from, int j) {
        int q = block.effects();
        for (int i = 0; i < q * q; i++) {
            block.own()[at * q * q + i] += from.own()[j * q * q + i];
        }
        for (int i = 0; i < q * columns; i++) {
            block.withFixed()[at * q * columns + i] += from.withFixed()[j * q * columns + i];
        }
        block.counts()[at] += from.counts()[j];
    }

    /** A summary without its levels. */
    static DataSummary removed(DataSummary summary) {
        Design header = summary.header();
        List<Design.RandomBlock> random = header.random().stream()
                .map(term -> new Design.RandomBlock(
                        term.name(), term.group(), term.effects(), term.codes(), List.of(), term.covariance()))
                .toList();
        CrossProducts data = summary.data();
        List<CrossProducts.Block> blocks = new ArrayList<>();
        List<List<CrossProducts.Coupling>> couplings = new ArrayList<>();
        for (int f = 0; f < data.factors(); f++) {
            blocks.add(empty(0, data.block(f).effects(), data.fixedColumns() + 1));
            List<CrossProducts.Coupling> row = new ArrayList<>();
            for (int g = f + 1; g < data.factors(); g++) {
                row.add(new CrossProducts.Coupling(new int[1], new int[0], new double[0]));
            }
            couplings.add(row);
        }
        return new DataSummary(
                withGroups(summary.encoding(), List.of()),
                new Design(new double[0], new double[0], header.fixed(), random),
                summary.conditioning(),
                CrossProducts.of(data.rows(), data.sumLogWeights(), data.fixed(), blocks, couplings),
                summary.response(),
                summary.digest());
    }

    /** A summary with the levels of all parts; what {@link #removed} and {@link #deal} took apart, for one set of rows. */
    static DataSummary joined(DataSummary rows, List<LevelBlocks> parts) {
        requireOneFactor(rows);
        List<String> labels = new ArrayList<>();
        parts.forEach(part -> labels.addAll(part.labels));
        String group = rows.groups().get(0);
        List<String> sorted = LearnedUnion.sorted(rows.encoding(), group, labels);
        Map<String, Integer> places = new HashMap<>(2 * labels.size());
        for (int j = 0; j < sorted.size(); j++) {
            places.put(sorted.get(j), j);
        }
        int r = rows.data().fixedColumns() + 1;
        int q = rows.data().block(0).effects();
        LevelBlocks all = new LevelBlocks(sorted, empty(sorted.size(), q, r), r);
        for (LevelBlocks part : parts) {
            for (int j = 0; j < part.labels.size(); j++) {
                all.add(places.getOrDefault(part.labels.get(j), -1), part.block, j);
            }
        }
        Encoding encoding = withGroups(rows.encoding(), sorted);
        CrossProducts data = rows.data();
        return new DataSummary(
                encoding,
                encoding.header(),
                rows.conditioning(),
                CrossProducts.of(
                        data.rows(), data.sumLogWeights(), data.fixed(), List.of(all.block), List.of(List.of())),
                rows.response(),
                rows.digest());
    }

    /** An encoding whose only grouping factor has these levels. */
    static Encoding withGroups(Encoding encoding, List<String> levels) {
        Learned known = encoding.learned();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        known.groups().keySet().forEach(group -> groups.put(group, levels));
        return Encoding.of(
                encoding.formula(),
                encoding.options(),
                new Learned(
                        known.bases(),
                        known.variables(),
                        groups,
                        known.rows(),
                        known.notes(),
                        known.ranges(),
                        known.composition(),
                        known.residual()));
    }

    /** The blocks of the same levels in several sets of rows, added in the order of the list. */
    public static LevelBlocks merge(List<LevelBlocks> parts) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (LevelBlocks part : parts) {
            part.labels.forEach(label -> places.putIfAbsent(label, places.size()));
        }
        LevelBlocks first = parts.get(0);
        LevelBlocks merged = new LevelBlocks(
                List.copyOf(places.keySet()),
                empty(places.size(), first.block.effects(), first.columns),
                first.columns);
        for (LevelBlocks part : parts) {
            for (int j = 0; j < part.labels.size(); j++) {
                merged.add(places.getOrDefault(part.labels.get(j), -1), part.block, j);
            }
        }
        return merged;
    }

    /** The labels of the levels. */
    public List<String> labels() {
        return List.copyOf(labels);
    }

    /** The sums of a task over these levels; add those of all parts. */
    public double[] sums(LevelTask task) {
        CrossProducts.Block kept = kept(task.kept());
        return switch (task.kind()) {
            case SIZE -> pooled();
            case START -> PartitionedLikelihood.startSums(kept, task.numbers());
            case MOMENTS ->
                GroupMoments.of(kept, task.kept().length + 1, task.numbers()).numbers();
        };
    }

    private double[] pooled() {
        int q = block.effects();
        double[] size = new double[1 + q * q];
        size[0] = block.levels();
        for (int i = 0; i < block.own().length; i++) {
            size[1 + i % (q * q)] += block.own()[i];
        }
        return size;
    }

    /** The block with only these columns of X. */
    CrossProducts.Block kept(int[] kept) {
        int r = kept.length + 1;
        if (r == columns) {
            return block;
        }
        int q = block.effects();
        double[] narrow = new double[block.levels() * q * r];
        for (int j = 0; j < block.levels(); j++) {
            for (int k = 0; k < r; k++) {
                int from = k < kept.length ? kept[k] : columns - 1;
                System.arraycopy(block.withFixed(), (j * columns + from) * q, narrow, (j * r + k) * q, q);
            }
        }
        return new CrossProducts.Block(block.levels(), q, block.own(), narrow, block.counts());
    }

    /** About how much memory the blocks take, in bytes. */
    public long size() {
        long size = numbers();
        for (String label : labels) {
            size += Integer.BYTES + label.length();
        }
        return size;
    }

    private long numbers() {
        return 3 * Integer.BYTES
                + Long.BYTES * ((long) block.own().length + block.withFixed().length + block.counts().length);
    }

    /** The blocks as bytes, to be sent between programs of the same version. */
    public byte[] toBytes() {
        List<byte[]> texts = labels.stream()
                .map(label -> label.getBytes(StandardCharsets.UTF_8))
                .toList();
        long size = numbers();
        for (byte[] text : texts) {
            size += Integer.BYTES + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
        out.putInt(labels.size()).putInt(block.effects()).putInt(columns);
        texts.forEach(text -> out.putInt(text.length).put(text));
        for (double x : block.own()) {
            out.putDouble(x);
        }
        for (double x : block.withFixed()) {
            out.putDouble(x);
        }
        for (long x : block.counts()) {
            out.putLong(x);
        }
        return out.array();
    }

    /** Reads {@link #toBytes}. */
    public static LevelBlocks of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int levels = in.getInt();
        int q = in.getInt();
        int columns = in.getInt();
        List<String> labels = new ArrayList<>();
        for (int j = 0; j < levels; j++) {
            byte[] text = new byte[in.getInt()];
            in.get(text);
            labels.add(new String(text, StandardCharsets.UTF_8));
        }
        CrossProducts.Block block = empty(levels, q, columns);
        for (int i = 0; i < block.own().length; i++) {
            block.own()[i] = in.getDouble();
        }
        for (int i = 0; i < block.withFixed().length; i++) {
            block.withFixed()[i] = in.getDouble();
        }
        for (int j = 0; j < levels; j++) {
            block.counts()[j] = in.getLong();
        }
        return new LevelBlocks(labels, block, columns);
    }

    private Object writeReplace() {
        return new Sent(toBytes());
    }

    /** What is written in place of the blocks. */
    private record Sent(byte[] bytes) implements Serializable {
        private Object readResolve() {
            return of(bytes);
        }
    }

    CrossProducts.Block block() {
        return block;
    }

    int columns() {
        return columns;
    }
}
