package dev.echelon.result;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How much the levels count over which a marginal mean is taken. */
public enum CellWeights {
    /** All levels alike. */
    EQUAL,
    /** Combinations of levels as often as they occur in the data. */
    PROPORTIONAL,
    /** Levels as often as they occur, as if the factors were independent. */
    OUTER,
    /** Combinations as often as they occur together with the levels of the mean itself. */
    CELLS;

    /** The name in options and files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The weights of that name.
     *
     * @throws EchelonException if there are none; the message lists the names
     */
    public static CellWeights of(String id) {
        List<String> ids = Arrays.stream(values()).map(CellWeights::id).toList();
        int index = ids.indexOf(id);
        if (index < 0) {
            throw new EchelonException(
                    "no weights '" + id + "'" + Suggestions.hint(id, ids) + "; choose " + String.join(", ", ids));
        }
        return values()[index];
    }
}
