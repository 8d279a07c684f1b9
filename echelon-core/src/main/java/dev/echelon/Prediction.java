package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.predict.Request;
import java.util.List;

/**
 * What {@link LmmFit#predict} is to predict. Immutable: {@code Prediction.conditional().newLevels(VARIANCE)}.
 *
 * @param level with or without random effects
 * @param newLevels what to do with groups that the fit does not know
 * @param interval which interval
 * @param coverage nominal coverage of the interval, 0.95
 * @param terms random effects to include: names of terms as in {@link LmmFit#randomTerms}, or bars that name some effects
 *     of a term, as {@code (1 | Subject)} of {@code (Days | Subject)}; empty for all
 * @param errors whether standard errors are wanted; always computed for an interval
 * @param incomplete what to do with rows in which a predictor is missing
 */
public record Prediction(
        Level level,
        NewLevels newLevels,
        Range interval,
        double coverage,
        List<String> terms,
        boolean errors,
        Incomplete incomplete) {

    /** Rows in which a predictor is missing. */
    public enum Incomplete {
        /** They stay in their place, without a prediction and with a reason. */
        KEEP,
        /** They are left out; the others keep their row numbers. */
        DROP,
        /** They are an error. */
        ERROR
    }

    /** Whose response is predicted. */
    public enum Level {
        /** The mean over all groups, Xβ̂ + offset. */
        POPULATION,
        /** The mean of the group that the row names, Xβ̂ + Zb̂ + offset. */
        CONDITIONAL
    }

    /** Groups unknown to the fit, and rows without a group. */
    public enum NewLevels {
        /** They are an error. */
        ERROR,
        /** Their random effects are taken as zero, and known to be: the error is that of the population mean. */
        POPULATION,
        /** Their random effects are predicted by zero, with their between-group variance z'Σz in the error. */
        VARIANCE
    }

    /** Which interval is computed. */
    public enum Range {
        /** None. */
        NONE,
        /** For the mean that is predicted. */
        CONFIDENCE,
        /** For one new observation of weight one; at the population level, of a group drawn at random. */
        PREDICTION
    }

    /** Checks the coverage. */
    public Prediction {
        if (!(coverage > 0 && coverage < 1)) {
            throw new EchelonException("the coverage of an interval must be between 0 and 1, not " + coverage);
        }
        terms = List.copyOf(terms);
    }

    /** Predictions for the groups named in the rows; unknown groups are an error. */
    public static Prediction conditional() {
        return new Prediction(Level.CONDITIONAL, NewLevels.ERROR, Range.NONE, 0.95, List.of(), false, Incomplete.KEEP);
    }

    /** Predictions of the population mean. */
    public static Prediction population() {
        return new Prediction(
                Level.POPULATION, NewLevels.POPULATION, Range.NONE, 0.95, List.of(), false, Incomplete.KEEP);
    }

    /** With another policy for unknown groups. */
    public Prediction newLevels(NewLevels policy) {
        return new Prediction(level, policy, interval, coverage, terms, errors, incomplete);
    }

    /** With standard errors. */
    public Prediction withErrors() {
        return new Prediction(level, newLevels, interval, coverage, terms, true, incomplete);
    }

    /** With standard errors and intervals. */
    public Prediction interval(Range range) {
        return new Prediction(level, newLevels, range, coverage, terms, true, incomplete);
    }

    /** With another nominal coverage. */
    public Prediction coverage(double probability) {
        return new Prediction(level, newLevels, interval, probability, terms, errors, incomplete);
    }

    /** With another policy for rows in which a predictor is missing. */
    public Prediction incomplete(Incomplete policy) {
        return new Prediction(level, newLevels, interval, coverage, terms, errors, policy);
    }

    /** With only some of the random effects; the others contribute neither to the mean nor to the error. */
    public Prediction terms(String... names) {
        return new Prediction(level, newLevels, interval, coverage, List.of(names), errors, incomplete);
    }

    Request request() {
        Request.Interval wanted =
                switch (interval) {
                    case NONE -> Request.Interval.NONE;
                    case CONFIDENCE -> Request.Interval.MEAN;
                    case PREDICTION -> Request.Interval.OBSERVATION;
                };
        return new Request(
                level == Level.CONDITIONAL,
                newLevels == NewLevels.ERROR,
                newLevels == NewLevels.VARIANCE,
                errors,
                wanted,
                coverage,
                terms,
                Request.Incomplete.valueOf(incomplete.name()));
    }
}
