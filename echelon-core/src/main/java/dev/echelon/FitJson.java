package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Learned;
import dev.echelon.result.Provenance;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * A fit as one JSON object. Its first two fields are {@code "echelon": "fit"} and {@code "formatVersion"}; the others
 * may come in any order. The version goes up only when an older release could not read the rest; a field may be added
 * at any time, and then has to be optional here.
 */
final class FitJson {
    /** The format this release writes, and the newest it reads. */
    static final int FORMAT = 1;

    private static final String KIND = "echelon";
    private static final String FIT = "fit";
    private static final String FORMAT_VERSION = "formatVersion";

    /** Deeper than any fit is nested. */
    private static final int MAX_DEPTH = 64;

    private FitJson() {}

    /** Writes a fit and closes the stream. */
    static void write(FitState state, Provenance provenance, OutputStream stream) {
        try (JsonOut out = new JsonOut(stream)) {
            out.text(KIND, FIT);
            out.integer(FORMAT_VERSION, FORMAT);
            out.text("version", Version.text());
            out.object("specification", () -> {
                out.text("formula", state.formula());
                out.text("criterion", state.criterion().name());
                EncodingJson.writeOptions(out, state.options());
                EncodingJson.writeMatrices(out, state.options(), state.terms());
            });
            out.object("rows", () -> ReportJson.writeRows(out, state.rows()));
            out.object("estimates", () -> writeEstimates(out, state));
            state.residual().ifPresent(known -> out.object("residual", () -> ResidualJson.write(out, known)));
            out.object("convergence", () -> ReportJson.writeConvergence(out, state.convergence()));
            state.monteCarlo()
                    .ifPresent(errors -> out.object("monteCarlo", () -> ReportJson.writeMonteCarlo(out, errors)));
            ReportJson.writeFindings(out, state.findings());
            out.object("provenance", () -> ReportJson.writeProvenance(out, provenance));
            out.object("encoding", () -> EncodingJson.writeLearned(out, state.learned()));
            out.object("conditioning", () -> DataJson.writeConditioning(out, state.conditioning()));
            out.object("crossProducts", () -> DataJson.writeCrossProducts(out, state.data()));
        }
    }

    private static void writeEstimates(JsonOut out, FitState state) {
        out.number("objective", state.objective());
        out.number("sigma", state.sigma());
        out.ints("kept", state.kept());
        out.doubles("dependence", state.dependence());
        out.texts("columns", state.columns());
        out.doubles("beta", state.beta());
        out.doubles("covariance", state.covariance());
        out.flag("singular", state.singular());
        out.objects("terms", state.terms(), term -> TermJson.write(out, term));
    }

    /**
     * Reads a fit.
     *
     * @param file its name for messages
     * @param limit number of bytes beyond which it is refused
     */
    static LmmFit read(String file, InputStream stream, long limit) {
        try (JsonParser json = factory(limit).createParser(ObjectReadContext.empty(), stream)) {
            requireFit(file, json);
            return read(file, json);
        }
    }

    /**
     * The fields of an object in memory.
     *
     * @param name for messages
     */
    static JsonIn object(String name, byte[] bytes) {
        try (JsonParser json = factory(Long.MAX_VALUE).createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new EchelonException("the " + name + " is damaged: it is no object");
            }
            return new JsonIn("the " + name, JsonTree.fields(json), SectionReader.NONE);
        } catch (StreamReadException e) {
            throw new EchelonException("the " + name + " is damaged " + place(e), e);
        }
    }

    private static LmmFit read(String file, JsonParser json) {
        try {
            Map<String, Object> fields = JsonTree.fields(json);
            if (json.nextToken() != null) {
                throw new StreamReadException(json, "something follows the end");
            }
            return fit(new JsonIn("the saved fit '" + file + "'", fields, SectionReader.NONE));
        } catch (UnexpectedEndOfInputException e) {
            throw new EchelonException("the saved fit '" + file + "' ends too early, " + place(e), e);
        } catch (StreamConstraintsException e) {
            throw new EchelonException(
                    "the saved fit '" + file + "' is refused: its text is deeper or larger than a saved fit can be", e);
        } catch (StreamReadException e) {
            throw new EchelonException(
                    "the saved fit '" + file + "' is damaged " + place(e) + "; save the fit again", e);
        }
    }

    private static String place(StreamReadException e) {
        return "at byte " + e.getLocation().getByteOffset() + " of its text";
    }

    private static JsonFactory factory(long limit) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxDocumentLength(limit)
                        .build())
                .build();
    }

    private static void requireFit(String file, JsonParser json) {
        try {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new EchelonException("the file '" + file + "' is empty, not a saved fit");
            }
            if (first != JsonToken.START_OBJECT || !isNext(json, KIND, JsonToken.VALUE_STRING)) {
                boolean other = first == JsonToken.START_OBJECT || first == JsonToken.START_ARRAY;
                throw notAFit(file, other ? "it is other JSON" : "it is a table or another kind of file");
            }
            String kind = json.getString();
            if (!kind.equals(FIT)) {
                throw notAFit(file, "it holds '" + kind + "'");
            }
            requireFormat(file, json);
        } catch (StreamReadException e) {
            throw notAFit(file, "it is a table or another kind of file");
        }
    }

    private static boolean isNext(JsonParser json, String name, JsonToken type) {
        return json.nextToken() == JsonToken.PROPERTY_NAME
                && json.currentName().equals(name)
                && json.nextToken() == type;
    }

    private static EchelonException notAFit(String file, String what) {
        return new EchelonException("the file '" + file + "' is not a saved fit (" + what
                + "); a saved fit is written by LmmFit.save or 'echelon fit --save'");
    }

    private static void requireFormat(String file, JsonParser json) {
        boolean numbered = isNext(json, FORMAT_VERSION, JsonToken.VALUE_NUMBER_INT);
        double format = numbered ? json.getDoubleValue() : 0;
        if (format < 1) {
            throw new EchelonException("the saved fit '" + file + "' is damaged: its second field is not '"
                    + FORMAT_VERSION + "' with a number");
        }
        if (format > FORMAT) {
            throw new EchelonException(
                    "the saved fit '" + file + "' was written by a newer Echelon (format " + json.getString()
                            + "); this release reads format " + FORMAT + ": upgrade, or fit the model again");
        }
    }

    private static LmmFit fit(JsonIn in) {
        JsonIn specification = in.object("specification");
        JsonIn estimates = in.object("estimates");
        Learned learned = EncodingJson.readLearned(in.object("encoding"));
        Provenance provenance = ReportJson.readProvenance(in.object("provenance"));
        Conditioning conditioning = DataJson.readConditioning(in.object("conditioning"));
        CrossProducts data = DataJson.readCrossProducts(in.object("crossProducts"));
        List<String> columns = List.copyOf(estimates.texts("columns"));
        int p = columns.size();
        List<FitState.Term> terms = new ArrayList<>();
        for (JsonIn term : estimates.objects("terms")) {
            terms.add(TermJson.read(term, learned.groups()));
        }
        FitState state = new FitState(
                specification.text("formula"),
                specification.constant("criterion", Criterion.class),
                EncodingJson.readOptions(specification),
                learned,
                estimates.number("objective"),
                estimates.number("sigma"),
                kept(estimates, p, conditioning.fixedColumns()),
                dependence(estimates, p, conditioning.fixedColumns() - p),
                columns,
                estimates.doubles("beta", p),
                estimates.doubles("covariance", (long) p * p),
                List.copyOf(terms),
                estimates.flag("singular"),
                ReportJson.readConvergence(in.object("convergence")),
                ReportJson.readFindings(in),
                ReportJson.readRows(in.object("rows")),
                provenance.plan(),
                provenance.kernels(),
                data,
                conditioning,
                in.find("residual").map(ResidualJson::read),
                in.find("monteCarlo").map(ReportJson::readMonteCarlo));
        requireSameShape(in, state);
        return new LmmFit(state, Optional.empty(), Origin.of(state, provenance));
    }

    private static int[] kept(JsonIn in, int p, int columns) {
        int[] kept = in.ints("kept");
        in.requireLength("kept", p, kept.length);
        int before = -1;
        for (int k : kept) {
            if (k <= before || k >= columns) {
                throw in.damaged("kept", "holds a column that cannot be");
            }
            before = k;
        }
        return kept;
    }

    /** Absent from older files. */
    private static double[] dependence(JsonIn in, int p, int dropped) {
        return in.names().contains("dependence") ? in.doubles("dependence", (long) p * dropped) : new double[0];
    }

    /** That the cross-products and their scale are those of the model. */
    private static void requireSameShape(JsonIn in, FitState state) {
        Map<String, int[]> factors = new LinkedHashMap<>();
        for (FitState.Term shown : state.terms()) {
            FitState.Term term = shown.ofData();
            int[] shape = factors.computeIfAbsent(
                    term.group(), group -> new int[] {term.levels().size(), 0});
            in.requireLength("estimates.terms", shape[0], term.levels().size());
            shape[1] += term.columns().size();
        }
        List<int[]> ordered = new ArrayList<>(factors.values());
        ordered.sort((a, b) -> Integer.compare(b[0], a[0]));
        CrossProducts data = state.data();
        in.requireLength("crossProducts.fixedColumns", state.beta().length, data.fixedColumns());
        in.requireLength("crossProducts.blocks", ordered.size(), data.factors());
        in.requireLength(
                "conditioning.effects", ordered.size(), state.conditioning().factors());
        for (int f = 0; f < ordered.size(); f++) {
            int[] shape = ordered.get(f);
            in.requireLength("crossProducts.blocks", shape[0], data.block(f).levels());
            in.requireLength("crossProducts.blocks", shape[1], data.block(f).effects());
            in.requireLength(
                    "conditioning.effects",
                    shape[1],
                    state.conditioning().effects(f).shift().length);
        }
    }
}
