package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.predict.Predictor;
import dev.echelon.internal.predict.Request;
import dev.echelon.result.Predictions;
import dev.echelon.result.RandomEffects;
import dev.echelon.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Predicts rows from a {@link PartitionedFit}: the mean over all groups anywhere, that of a row's own group where the
 * {@link LevelBlocks} of its level are. Can travel.
 */
public final class LevelPredictor implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] sums; // of all rows without levels
    private final int[] kept;
    private final ArrayList<String> columns;
    private final double[] beta;
    private final double sigma;
    private final ArrayList<Term> terms;
    private final LevelEffects effects;
    private transient volatile @Nullable DataSummary read;

    /** A random term without its levels. */
    private record Term(String name, String group, String structure, ArrayList<String> columns, double[] relative)
            implements Serializable {}

    LevelPredictor(
            DataSummary rows,
            int[] kept,
            List<String> columns,
            double[] beta,
            double sigma,
            FitState.Term[] terms,
            LevelEffects effects) {
        this.sums = bytes(rows);
        this.kept = kept.clone();
        this.columns = new ArrayList<>(columns);
        this.beta = beta.clone();
        this.sigma = sigma;
        this.terms = new ArrayList<>();
        for (FitState.Term term : terms) {
            this.terms.add(new Term(
                    term.name(), term.group(), term.structure(), new ArrayList<>(term.columns()), term.relative()));
        }
        this.effects = effects;
    }

    private static byte[] bytes(DataSummary rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            rows.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private DataSummary rows() {
        DataSummary known = read;
        if (known == null) {
            try {
                known = DataSummary.read(new ByteArrayInputStream(sums));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            read = known;
        }
        return known;
    }

    /**
     * The part of {@link DataSummary#levelBlocks} that has the level of each row; -1 if a row names no level.
     *
     * @throws EchelonException if the rows lack a column of the grouping factor
     */
    public int[] parts(Table newData, int count) {
        return rows().encoding().levelsOfRows(newData, terms.get(0).group()).stream()
                .mapToInt(label -> label == null ? -1 : LevelBlocks.part(label, count))
                .toArray();
    }

    /**
     * What predicts rows of these levels, as {@link LmmFit#predict}; rows of others are of unknown groups. Without levels
     * it predicts means over all groups. It throws an {@link EchelonException} if a group is unknown and that is an error,
     * or more is asked for than means.
     */
    public BiFunction<Table, Prediction, Predictions> of(List<LevelBlocks> levels) {
        List<String> labels =
                levels.stream().flatMap(part -> part.labels().stream()).toList();
        List<List<RandomEffects>> known = levels.stream().map(effects::of).toList();
        List<FittedModel.FittedTerm> fitted = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            int place = t;
            Term term = terms.get(t);
            double[] modes = known.stream()
                    .flatMapToDouble(part -> modes(part.get(place)))
                    .toArray();
            fitted.add(new FittedModel.FittedTerm(
                    term.name(), term.group(), term.structure(), term.columns(), labels, term.relative(), modes));
        }
        FittedModel model = new FittedModel(
                LevelBlocks.withGroups(rows().encoding(), labels),
                kept,
                columns,
                beta,
                sigma,
                fitted,
                rows().data(),
                rows().conditioning());
        return (newData, prediction) -> Predictor.predict(model, newData, means(prediction));
    }

    private static Request means(Prediction prediction) {
        Request request = prediction.request();
        if (request.errors()) {
            throw new EchelonException(
                    "standard errors of predictions need all groups in one place; give the driver more"
                            + " memory and fit the model there");
        }
        return request;
    }

    private static DoubleStream modes(RandomEffects effects) {
        int w = effects.columns().size();
        return IntStream.range(0, effects.levels().size() * w).mapToDouble(i -> effects.mode(i / w, i % w));
    }
}
