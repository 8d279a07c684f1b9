package dev.echelon.data;

import dev.echelon.data.DuckColumn.Kind;
import dev.echelon.error.EchelonException;
import dev.echelon.table.Factor;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an Arrow IPC file or stream (also Feather 2): one record batch at a time, of it only the buffers of the
 * chosen columns.
 */
final class ArrowSource implements ExternalSource {
    private final FileStamps file;
    private final @Nullable Set<String> chosen;
    private final Sign sign;
    private @Nullable Layout layout;

    private ArrowSource(FileStamps file, @Nullable Set<String> chosen, Sign sign) {
        this.file = file;
        this.chosen = chosen;
        this.sign = sign;
    }

    static ArrowSource of(Path path) {
        return new ArrowSource(FileStamps.of(List.of(path)), null, new Sign());
    }

    @Override
    public List<String> columnNames() {
        try (ArrowFile open = ArrowFile.open(path())) {
            return open.fields().stream()
                    .map(ArrowField::name)
                    .filter(this::isChosen)
                    .toList();
        }
    }

    @Override
    public ExternalSource select(Collection<String> columns) {
        return new ArrowSource(
                file, Set.copyOf(columns.stream().filter(this::isChosen).toList()), sign);
    }

    @Override
    public Schema schema() {
        return layout().schema;
    }

    @Override
    public synchronized OptionalLong knownRows() {
        Layout known = layout;
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.rows);
    }

    @Override
    public ReadProgress progress() {
        return sign.now;
    }

    @Override
    public void close() {
        // The file is opened for each pass and closed at its end.
    }

    @Override
    public Optional<String> stamp() {
        return file.text("");
    }

    @Override
    public void forEachBatch(Consumer<Table> consumer) {
        forEachBatch(0, consumer);
    }

    /** {@inheritDoc} Record batches before it are passed over. */
    @Override
    public void forEachBatch(long firstRow, Consumer<Table> consumer) {
        Layout known = layout();
        file.requireUnchanged();
        BatchBuilder target = new BatchBuilder(known.schema, consumer);
        ReadProgress begun = ReadProgress.begin("reading rows");
        long rows = 0;
        try (ArrowFile open = ArrowFile.open(path())) {
            for (ArrowBatch batch = open.next(); batch != null; batch = open.next()) {
                if (rows + batch.rows() > firstRow) {
                    copy(batch, (int) Math.max(0, firstRow - rows), known, open.fields(), target);
                }
                rows += batch.rows();
                sign.now = begun.at(rows, known.rows);
            }
        } finally {
            sign.now = ReadProgress.IDLE;
        }
        file.requireUnchanged();
        if (rows != known.rows) {
            throw FileStamps.changed(path().toString());
        }
        target.flush();
    }

    private void copy(ArrowBatch batch, int first, Layout known, List<ArrowField> fields, BatchBuilder target) {
        ArrowNumbers[] numbers = new ArrowNumbers[known.columns.length];
        ArrowTexts[] texts = new ArrowTexts[known.columns.length];
        for (int i = 0; i < known.columns.length; i++) {
            int column = known.columns[i];
            if (known.levels.get(i) == null) {
                numbers[i] = new ArrowNumbers(fields.get(column), batch, column);
            } else {
                texts[i] = new ArrowTexts(fields.get(column), batch, column);
            }
        }
        for (int from = first; from < batch.rows(); ) {
            int count = Math.min(batch.rows() - from, target.room());
            for (int i = 0; i < known.columns.length; i++) {
                Levels levels = known.levels.get(i);
                if (levels == null) {
                    numbers[i].copy(from, count, target.values(i), target.row());
                } else {
                    codes(texts[i], from, count, levels, target.codes(i), target.row());
                }
            }
            target.advance(count);
            from += count;
        }
    }

    private void codes(ArrowTexts texts, int from, int count, Levels levels, int[] target, int offset) {
        for (int i = 0; i < count; i++) {
            int length = texts.read(from + i);
            int place = length < 0 ? -1 : levels.index.find(texts.bytes(), length);
            if (length >= 0 && place < 0) {
                throw FileStamps.changed(path().toString());
            }
            target[offset + i] = place < 0 ? -1 : levels.rank[place];
        }
    }

    private Path path() {
        return file.files().get(0);
    }

    private boolean isChosen(String name) {
        return chosen == null || chosen.contains(name);
    }

    private synchronized Layout layout() {
        Layout known = layout;
        if (known == null) {
            file.requireUnchanged();
            sign.now = ReadProgress.begin("learning types and levels");
            try {
                known = learn();
            } finally {
                sign.now = ReadProgress.IDLE;
            }
            file.requireUnchanged();
            layout = known;
        }
        return known;
    }

    private Layout learn() {
        try (ArrowFile open = ArrowFile.open(path())) {
            List<Integer> columns = new ArrayList<>();
            for (int i = 0; i < open.fields().size(); i++) {
                if (isChosen(open.fields().get(i).name())) {
                    requireUsable(open.fields().get(i));
                    columns.add(i);
                }
            }
            boolean[] factors = new boolean[columns.size()];
            List<TextIndex> found = new ArrayList<>();
            for (int i = 0; i < factors.length; i++) {
                factors[i] = open.fields().get(columns.get(i)).kind() == Kind.TEXT;
                found.add(new TextIndex());
            }
            boolean[] keys = new boolean[factors.length];
            long rows = 0;
            for (ArrowBatch batch = open.next(); batch != null; batch = open.next()) {
                for (int i = 0; i < factors.length; i++) {
                    ArrowField field = open.fields().get(columns.get(i));
                    keys[i] |= isKey(field, batch, columns.get(i));
                    learn(factors[i], field, batch, columns.get(i), found.get(i));
                }
                rows += batch.rows();
            }
            learnKeys(keys, columns, found);
            for (int i = 0; i < keys.length; i++) {
                factors[i] |= keys[i];
            }
            return new Layout(open.fields(), columns, factors, found, rows);
        }
    }

    /** Only a walk over all rows tells which whole numbers are keys; their texts need another. */
    private void learnKeys(boolean[] keys, List<Integer> columns, List<TextIndex> found) {
        boolean any = false;
        for (boolean key : keys) {
            any |= key;
        }
        if (!any) {
            return;
        }
        try (ArrowFile open = ArrowFile.open(path())) {
            for (ArrowBatch batch = open.next(); batch != null; batch = open.next()) {
                for (int i = 0; i < keys.length; i++) {
                    learn(keys[i], open.fields().get(columns.get(i)), batch, columns.get(i), found.get(i));
                }
            }
        }
    }

    private static void learn(boolean wanted, ArrowField field, ArrowBatch batch, int column, TextIndex found) {
        if (!wanted) {
            return;
        }
        ArrowTexts texts = new ArrowTexts(field, batch, column);
        for (int row = 0; row < batch.rows(); row++) {
            int length = texts.read(row);
            if (length >= 0) {
                found.add(texts.bytes(), length);
            }
        }
    }

    private static boolean isKey(ArrowField field, ArrowBatch batch, int column) {
        return field.kind() == Kind.EITHER && !new ArrowNumbers(field, batch, column).areExact(batch.rows());
    }

    private void requireUsable(ArrowField field) {
        if (field.kind() == Kind.NESTED) {
            throw new EchelonException("column '" + field.name() + "' of '" + path() + "' has the type "
                    + field.typeName() + ", which is neither numbers nor text; leave the column out");
        }
    }

    /** The levels of a factor, and where they are among the texts in order of appearance. */
    private record Levels(TextIndex index, int[] rank, List<String> sorted) {
        static Levels of(TextIndex index) {
            List<String> texts = index.texts();
            List<String> sorted = Factor.of(texts).levels();
            Map<String, Integer> places = new HashMap<>();
            for (String text : sorted) {
                places.put(text, places.size());
            }
            int[] rank = texts.stream()
                    .mapToInt(text -> places.getOrDefault(text, -1))
                    .toArray();
            return new Levels(index, rank, sorted);
        }
    }

    /** What is known of the chosen columns before the rows are read. */
    private static final class Layout {
        private final int[] columns;
        private final List<@Nullable Levels> levels = new ArrayList<>();
        private final Schema schema;
        private final long rows;

        Layout(List<ArrowField> fields, List<Integer> columns, boolean[] factors, List<TextIndex> found, long rows) {
            this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
            this.rows = rows;
            List<Schema.Field> schema = new ArrayList<>();
            for (int i = 0; i < factors.length; i++) {
                Levels known = factors[i] ? Levels.of(found.get(i)) : null;
                levels.add(known);
                String name = fields.get(columns.get(i)).name();
                schema.add(new Schema.Field(name, known == null ? List.of() : known.sorted, known == null));
            }
            this.schema = new Schema(schema);
        }
    }

    /** Where the reading is, shared by all selections. */
    private static final class Sign {
        private volatile ReadProgress now = ReadProgress.IDLE;
    }
}
