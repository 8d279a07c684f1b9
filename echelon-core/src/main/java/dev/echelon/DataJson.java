package dev.echelon;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.ArrayList;
import java.util.List;

/** The cross-products of a saved fit and the scale they are in. */
final class DataJson {

    private DataJson() {}

    static void writeConditioning(JsonOut out, Conditioning conditioning) {
        int columns = conditioning.fixedColumns();
        double[] shift = new double[columns];
        double[] scale = new double[columns];
        for (int k = 0; k < columns; k++) {
            shift[k] = conditioning.fixedShift(k);
            scale[k] = conditioning.fixedScale(k);
        }
        List<Conditioning.Effects> effects = new ArrayList<>();
        for (int f = 0; f < conditioning.factors(); f++) {
            effects.add(conditioning.effects(f));
        }
        out.number("responseShift", conditioning.responseShift());
        out.number("responseScale", conditioning.responseScale());
        out.doubles("fixedShift", shift);
        out.doubles("fixedScale", scale);
        if (conditioning.intercept() >= 0) {
            out.integer("intercept", conditioning.intercept());
        }
        out.objects("effects", effects, factor -> {
            out.doubles("shift", factor.shift());
            out.doubles("map", factor.map());
            out.flag("identity", factor.identity());
        });
    }

    static Conditioning readConditioning(JsonIn in) {
        double[] shift = in.doubles("fixedShift");
        int intercept = in.names().contains("intercept") ? in.integer("intercept", 0) : -1;
        if (intercept >= shift.length) {
            throw in.damaged("intercept", "is not a column");
        }
        List<Conditioning.Effects> effects = new ArrayList<>();
        for (JsonIn factor : in.objects("effects")) {
            double[] effectShift = factor.doubles("shift");
            double[] map = factor.doubles("map", (long) effectShift.length * effectShift.length);
            effects.add(new Conditioning.Effects(effectShift, map, factor.flag("identity")));
        }
        return Conditioning.of(
                in.number("responseShift"),
                in.number("responseScale"),
                shift,
                in.doubles("fixedScale", shift.length),
                intercept,
                effects);
    }

    static void writeCrossProducts(JsonOut out, CrossProducts data) {
        out.integer("rows", data.rows());
        out.number("sumLogWeights", data.sumLogWeights());
        out.integer("fixedColumns", data.fixedColumns());
        out.doubles("fixed", data.fixed());
        List<CrossProducts.Block> blocks = new ArrayList<>();
        List<CrossProducts.Coupling> couplings = new ArrayList<>();
        for (int f = 0; f < data.factors(); f++) {
            blocks.add(data.block(f));
            for (int g = f + 1; g < data.factors(); g++) {
                couplings.add(data.coupling(f, g));
            }
        }
        out.objects("blocks", blocks, block -> {
            out.integer("levels", block.levels());
            out.integer("effects", block.effects());
            out.symmetric("own", block.effects(), block.own());
            out.doubles("withFixed", block.withFixed());
            out.longs("counts", block.counts());
        });
        out.objects("couplings", couplings, coupling -> {
            out.ints("start", coupling.start());
            out.ints("level", coupling.level());
            out.doubles("values", coupling.values());
        });
    }

    static CrossProducts readCrossProducts(JsonIn in) {
        long r = in.integer("fixedColumns", 0) + 1L;
        double[] fixed = in.doubles("fixed", r * r);
        List<CrossProducts.Block> blocks = new ArrayList<>();
        for (JsonIn block : in.objects("blocks")) {
            blocks.add(block(block, r));
        }
        return CrossProducts.of(in.count("rows"), in.number("sumLogWeights"), fixed, blocks, readCouplings(in, blocks));
    }

    private static CrossProducts.Block block(JsonIn in, long r) {
        int m = in.integer("levels", 0);
        int q = in.integer("effects", 1);
        double[] own = in.symmetric("own", q, m);
        return new CrossProducts.Block(
                m, q, own, in.doubles("withFixed", Math.multiplyFull(m, q) * r), in.longs("counts", m));
    }

    /** Couplings are stored for the pairs f &lt; g, f first. */
    private static List<List<CrossProducts.Coupling>> readCouplings(JsonIn in, List<CrossProducts.Block> blocks) {
        int factors = blocks.size();
        List<JsonIn> stored = in.objects("couplings");
        in.requireLength("couplings", factors * (factors - 1L) / 2, stored.size());
        List<List<CrossProducts.Coupling>> couplings = new ArrayList<>();
        int next = 0;
        for (int f = 0; f < factors; f++) {
            List<CrossProducts.Coupling> row = new ArrayList<>();
            for (int g = f + 1; g < factors; g++) {
                row.add(coupling(stored.get(next++), blocks.get(f), blocks.get(g)));
            }
            couplings.add(row);
        }
        return couplings;
    }

    private static CrossProducts.Coupling coupling(JsonIn in, CrossProducts.Block first, CrossProducts.Block second) {
        int[] start = in.ints("start");
        int[] level = in.ints("level");
        in.requireLength("start", first.levels() + 1L, start.length);
        requirePattern(in, start, level, second.levels());
        long size = Math.multiplyFull(first.effects(), second.effects());
        return new CrossProducts.Coupling(start, level, in.doubles("values", size * level.length));
    }

    private static void requirePattern(JsonIn in, int[] start, int[] level, int levels) {
        boolean divided = start[0] == 0 && start[start.length - 1] == level.length;
        for (int j = 0; divided && j + 1 < start.length; j++) {
            divided = start[j] <= start[j + 1];
        }
        if (!divided) {
            throw in.damaged("start", "does not divide the entries");
        }
        for (int j = 0; j + 1 < start.length; j++) {
            int before = -1;
            for (int e = start[j]; e < start[j + 1]; e++) {
                if (level[e] <= before || level[e] >= levels) {
                    throw in.damaged("level", "holds a level that cannot be");
                }
                before = level[e];
            }
        }
    }
}
