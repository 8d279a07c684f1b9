package dev.echelon;

import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Learned;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** The text of a file of cross-products: what its numbers are. A field may be added at any time. */
final class SummaryJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private SummaryJson() {}

    /** Writes the text and puts long arrays into sections. */
    static void write(DataSummary summary, OutputStream stream, SectionWriter sections) {
        Encoding encoding = summary.encoding();
        try (JsonOut out = new JsonOut(stream, sections)) {
            out.text("echelon", "crossproducts");
            out.text("version", Version.text());
            out.object("specification", () -> {
                out.text("formula", summary.formula());
                EncodingJson.writeOptions(out, encoding.options());
                EncodingJson.writeMatrices(out, encoding.options(), related(summary.header()));
            });
            out.text("digest", summary.digest());
            out.object("response", () -> {
                out.number("lower", summary.response().lower());
                out.number("upper", summary.response().upper());
            });
            out.object("encoding", () -> EncodingJson.writeLearned(out, encoding.learned()));
            out.object("conditioning", () -> DataJson.writeConditioning(out, summary.conditioning()));
            out.object("crossProducts", () -> DataJson.writeCrossProducts(out, summary.data()));
        }
    }

    private static Map<String, Set<String>> related(Design header) {
        Map<String, Set<String>> levels = new TreeMap<>();
        for (Design.RandomBlock block : header.random()) {
            block.related()
                    .ifPresent(related -> levels.computeIfAbsent(related.known().name(), name -> new LinkedHashSet<>())
                            .addAll(related.term().levels()));
        }
        return levels;
    }

    /** @param what it is, for messages: {@code the file 'a'} */
    static DataSummary read(String what, InputStream text, SectionReader sections) throws IOException {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new DamagedFile("its text is no object");
            }
            return summary(new JsonIn(what, JsonTree.fields(json), sections));
        } catch (StreamReadException e) {
            throw new DamagedFile("its text is no JSON");
        }
    }

    private static DataSummary summary(JsonIn in) {
        JsonIn specification = in.object("specification");
        Learned learned = EncodingJson.readLearned(in.object("encoding"));
        Encoding encoding = Encoding.of(
                Formula.parse(specification.text("formula")), EncodingJson.readOptions(specification), learned);
        JsonIn response = in.object("response");
        DataSummary summary = new DataSummary(
                encoding,
                encoding.header(),
                DataJson.readConditioning(in.object("conditioning")),
                DataJson.readCrossProducts(in.object("crossProducts")),
                new Learned.Range(response.number("lower"), response.number("upper")),
                in.text("digest"));
        requireSameShape(in, summary);
        return summary;
    }

    /** That the cross-products and their scale are those of the model. */
    private static void requireSameShape(JsonIn in, DataSummary summary) {
        int p = summary.header().fixed().width();
        List<GroupingFactor> factors = GroupingFactor.of(summary.header());
        CrossProducts data = summary.data();
        Conditioning conditioning = summary.conditioning();
        in.requireLength("crossProducts.fixedColumns", p, data.fixedColumns());
        in.requireLength("conditioning.fixedShift", p, conditioning.fixedColumns());
        in.requireLength("crossProducts.blocks", factors.size(), data.factors());
        in.requireLength("conditioning.effects", factors.size(), conditioning.factors());
        for (int f = 0; f < factors.size(); f++) {
            GroupingFactor factor = factors.get(f);
            in.requireLength(
                    "crossProducts.blocks", factor.levels(), data.block(f).levels());
            in.requireLength(
                    "crossProducts.blocks", factor.effects(), data.block(f).effects());
            in.requireLength(
                    "conditioning.effects",
                    factor.effects(),
                    conditioning.effects(f).shift().length);
        }
    }
}
