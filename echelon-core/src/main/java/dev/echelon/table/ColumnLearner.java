package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Learns from all fields of one column whether it is numeric and, if not, its levels. */
final class ColumnLearner {
    private static final int LEVELS_SHOWN = 5;
    private static final DecimalText COMMA = new DecimalText(',');

    /** What the fields seen so far are, or what the user says they are. */
    enum Kind {
        UNKNOWN,
        NUMBERS,
        TEXTS
    }

    private final String name;
    private final DecimalText decimal;
    private final MissingCodes missingCodes;
    private final boolean declared;
    private final LevelIndex index = new LevelIndex();
    private Kind kind;
    private boolean incomplete;
    private long missing;

    /** With what is known before the first field, and whether the user said so. */
    ColumnLearner(String name, Kind known, boolean declared, CsvReader options) {
        this.name = name;
        this.kind = known;
        this.declared = declared;
        this.decimal = new DecimalText(options.decimalMark());
        this.missingCodes = options.missingCodes();
    }

    void field(char[] buffer, int offset, int length, boolean quoted, long line) {
        if (missingCodes.contain(buffer, offset, length, quoted)) {
            missing++;
        } else if (kind == Kind.TEXTS) {
            index.add(buffer, offset, length, line);
        } else if (decimal.isNumber(buffer, offset, length)) {
            kind = Kind.NUMBERS;
            missing += DecimalText.isNaN(buffer, offset, length) ? 1 : 0;
        } else {
            requireUndeclared(new String(buffer, offset, length), line);
            incomplete = kind == Kind.NUMBERS; // the levels of the earlier fields were not kept
            kind = Kind.TEXTS;
            index.add(buffer, offset, length, line);
        }
    }

    /** Whether texts came after numbers, so that the column must be read once more to know all levels. */
    boolean isIncomplete() {
        return incomplete;
    }

    boolean isNumeric() {
        return kind != Kind.TEXTS;
    }

    LevelIndex index() {
        return index;
    }

    List<String> sortedLevels() {
        return LevelOrder.sorted(index.texts());
    }

    ReadReport.ColumnReport report(List<String> levels, List<String> headerNotes) {
        List<String> notes = new ArrayList<>(headerNotes);
        if (kind == Kind.UNKNOWN) {
            notes.add("has only missing values");
        } else if (kind == Kind.TEXTS && !declared) {
            noteNumbers(notes);
        }
        if (kind == Kind.TEXTS) {
            noteBlanks(levels, notes);
        }
        List<String> first = levels.subList(0, Math.min(LEVELS_SHOWN, levels.size()));
        return new ReadReport.ColumnReport(name, isNumeric(), missing, levels.size(), first, notes);
    }

    /** A column of which at least half the fields are numbers was probably meant to be numeric. */
    private void noteNumbers(List<String> notes) {
        long texts = 0;
        long all = 0;
        long commas = 0;
        int first = -1;
        for (int place = 0; place < index.texts().size(); place++) {
            String text = index.texts().get(place);
            all += index.count(place);
            if (!decimal.isNumber(text)) {
                texts += index.count(place);
                commas += COMMA.isNumber(text) ? index.count(place) : 0;
                first = first < 0 ? place : first;
            }
        }
        if (first < 0 || (2 * texts > all && commas < texts)) {
            return;
        }
        String found = "(first: '" + index.texts().get(first) + "' at line " + index.firstLine(first) + ")";
        notes.add(
                commas == texts
                        ? texts + " of " + all + " fields are numbers with a decimal comma " + found
                                + ": read as a factor; set the decimal mark to read them as numbers"
                        : texts + " of " + all + " fields are not numbers " + found + ": read as a factor");
    }

    private static void noteBlanks(List<String> levels, List<String> notes) {
        Set<String> known = new HashSet<>(levels);
        for (String level : levels) {
            if (!level.equals(level.strip()) && known.contains(level.strip())) {
                notes.add("levels '" + level + "' and '" + level.strip() + "' differ only by blanks");
                return;
            }
        }
    }

    private void requireUndeclared(String text, long line) {
        if (declared) {
            throw new EchelonException("column '" + name + "' is to be read as numbers, but line " + line + " holds '"
                    + text + "'; correct it, or add it to the missing-value codes");
        }
    }
}
