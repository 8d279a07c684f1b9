package dev.echelon.table;

import dev.echelon.table.ColumnLearner.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads delimited text to learn its columns: names, types, levels, the number of rows. */
final class CsvLearner implements FieldSink {
    private final CsvInput input;
    private final CsvReader options;
    private final @Nullable Set<String> chosen;
    // What an earlier pass found, empty in the first.
    private final List<ColumnLearner> earlier;
    private final List<ColumnLearner> columns = new ArrayList<>();
    private CsvHeader header = new CsvHeader(List.of(), "");
    private boolean[] settled = {};
    private long rows;

    private CsvLearner(CsvInput input, CsvReader options, @Nullable Set<String> chosen, List<ColumnLearner> earlier) {
        this.input = input;
        this.options = options;
        this.chosen = chosen;
        this.earlier = earlier;
    }

    /** @param chosen the columns that are wanted; null for all */
    static CsvLayout learn(CsvInput input, CsvReader options, @Nullable Set<String> chosen) {
        char delimiter = delimiter(input, options);
        CsvLearner learner = new CsvLearner(input, options, chosen, List.of());
        CsvScan.run(input, delimiter, learner);
        if (learner.columns.stream().anyMatch(ColumnLearner::isIncomplete)) {
            learner = new CsvLearner(input, options, chosen, learner.columns);
            CsvScan.run(input, delimiter, learner);
        }
        return learner.layout(delimiter);
    }

    /** The names of the columns. */
    static List<String> names(CsvInput input, CsvReader options) {
        CsvLearner learner = new CsvLearner(input, options, Set.of(), List.of());
        CsvScan.header(input, delimiter(input, options), learner);
        return learner.header.names();
    }

    private static char delimiter(CsvInput input, CsvReader options) {
        return options.delimiter() == CsvReader.DETECT ? detect(input) : options.delimiter();
    }

    @Override
    public void header(List<String> fields) {
        header = new CsvHeader(fields, input.name());
        header.requireAll(options.factors(), input.name());
        header.requireAll(options.numbers(), input.name());
        settled = new boolean[fields.size()];
        for (int i = 0; i < settled.length; i++) {
            boolean known = i < earlier.size() && !earlier.get(i).isIncomplete();
            settled[i] = known || !isChosen(i);
            columns.add(known ? earlier.get(i) : learner(header.names().get(i)));
        }
    }

    private boolean isChosen(int column) {
        return chosen == null || chosen.contains(header.names().get(column));
    }

    @Override
    public void field(int column, char[] buffer, int offset, int length, boolean quoted, long line) {
        if (!settled[column]) {
            columns.get(column).field(buffer, offset, length, quoted, line);
        }
    }

    @Override
    public void endRow() {
        rows++;
    }

    private ColumnLearner learner(String name) {
        if (options.numbers().contains(name)) {
            return new ColumnLearner(name, Kind.NUMBERS, true, options);
        }
        boolean declared = options.factors().contains(name);
        boolean texts = declared || !earlier.isEmpty();
        return new ColumnLearner(name, texts ? Kind.TEXTS : Kind.UNKNOWN, declared, options);
    }

    private CsvLayout layout(char delimiter) {
        List<CsvLayout.Learned> layout = new ArrayList<>();
        List<ReadReport.ColumnReport> reports = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!isChosen(i)) {
                continue;
            }
            ColumnLearner column = columns.get(i);
            List<String> levels = column.sortedLevels();
            layout.add(new CsvLayout.Learned(header.names().get(i), column.isNumeric(), levels, column.index()));
            reports.add(column.report(levels, header.notes(i)));
        }
        return new CsvLayout(
                delimiter, rows, header.names(), layout, new ReadReport(input.name(), delimiter, rows, reports));
    }

    private static char detect(CsvInput input) {
        try {
            return DelimiterGuess.of(input);
        } catch (IOException e) {
            throw CsvScan.explained(e, input);
        }
    }
}
