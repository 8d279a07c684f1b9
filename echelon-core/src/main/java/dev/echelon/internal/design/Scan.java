package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.RandomTerm;
import dev.echelon.result.RowReport;
import dev.echelon.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Learns from batches of rows what must be known before they can be summed up: levels and contrasts of the factors of
 * fixed and random effects, bases, and a sample that shows the scale of the columns. Grouping factors are left to
 * {@link BatchEncoder}.
 */
public final class Scan {
    private final Specification model;
    private final Set<String> columns;
    private final ColumnKinds kinds = new ColumnKinds();
    private final GroupDictionary levels = new GroupDictionary();
    private final RowSample sample = new RowSample();
    private final BasisScan bases;
    private final Map<String, Learned.Variable> numeric = new LinkedHashMap<>();
    private final Map<String, Value.Kind> factors = new LinkedHashMap<>();
    private final Map<String, List<String>> logical = new LinkedHashMap<>();
    private List<Expression> variables = List.of();
    private long read;
    private long used;
    private final Map<String, Long> dropped = new LinkedHashMap<>();

    /** For a formula and data with these columns. */
    public Scan(Formula formula, List<String> names, EncodingOptions options) {
        this.model = Encoding.specification(formula, names, options);
        this.columns = model.variables().required(model.formula(), options, Purpose.FIT);
        this.bases = new BasisScan(model);
    }

    /** The columns that the model reads. */
    public Set<String> columns() {
        return columns;
    }

    /**
     * Whether rows can only be summed up when they are in memory: the R side, and known covariances of levels, need more
     * than their sums.
     */
    public boolean needsRowsInMemory() {
        return model.formula().hasResidualSide()
                || model.formula().random().stream()
                        .anyMatch(term -> !term.relationship().isEmpty());
    }

    /** Whether all rows must have been seen before the first can be summed up. */
    public boolean needsAllRows() {
        return bases.needsRows() || !factors.isEmpty();
    }

    /** How many rows of the sample there are. */
    public int sampled() {
        return sample.size();
    }

    /** How many rows were read. */
    public long rowsRead() {
        return read;
    }

    /** Learns from the next rows. */
    public void add(Table batch) {
        kinds.require(batch, columns, read);
        RowFilter filter = UsedRows.filter(model, batch, Purpose.FIT, read);
        Evaluator all = model.evaluator(batch, bases.given(batch));
        boolean[] complete = filter.mask();
        filter.dropUncoded(
                all,
                model.variables().columns(Purpose.FIT).stream()
                        .filter(expression -> !isLearned(expression))
                        .toList());
        read += batch.rowCount();
        count(filter.report());
        bases.add(batch, all, complete, filter.mask());
        int[] rows = filter.used();
        if (rows.length == 0) {
            return;
        }
        Table kept = filter.dropped() == 0 ? batch : batch.rows(rows);
        Evaluator evaluator = filter.dropped() == 0 ? all : model.evaluator(kept, bases.given(kept));
        if (variables.isEmpty()) {
            learnKinds(evaluator);
        }
        for (Expression expression : variables) {
            if (factors.containsKey(expression.label()) && !logical.containsKey(expression.label())) {
                levels.of(expression).codes(evaluator, expression);
            }
        }
        sample.add(Rows.select(kept, columns));
    }

    /** Whether its values depend on rows other than their own. */
    private boolean isLearned(Expression expression) {
        return BasisCalls.in(model.formula(), expression);
    }

    private void count(RowReport report) {
        used += report.used();
        report.dropped().forEach((reason, rows) -> dropped.merge(reason, rows, Long::sum));
    }

    private void learnKinds(Evaluator evaluator) {
        if (!isLearned(model.formula().response())) {
            Learner.checkResponse(evaluator, model.formula());
        }
        List<Expression> found = new ArrayList<>();
        for (Expression expression : model.variables().columns(Purpose.FIT)) {
            found.add(expression);
            if (!isLearned(expression)) {
                learnKind(evaluator, expression);
            }
        }
        for (RandomTerm term : model.formula().random()) {
            if (RandomPlan.isPositional(term)) {
                Expression position = RandomPlan.position(model.formula(), term);
                if (evaluator.evaluate(position) instanceof Value.Numbers) {
                    Expression factor = RandomPlan.asFactor(position);
                    found.add(factor);
                    factors.put(factor.label(), Value.Kind.NOMINAL);
                }
            }
        }
        variables = found;
    }

    private void learnKind(Evaluator evaluator, Expression expression) {
        Value value = evaluator.evaluate(expression);
        if (value instanceof Value.Categories categories) {
            factors.put(expression.label(), categories.kind());
            if (categories.kind() == Value.Kind.LOGICAL) {
                logical.put(expression.label(), categories.levels());
            }
        } else if (value instanceof Value.Columns matrix) {
            numeric.put(
                    expression.label(),
                    Learned.Variable.numeric(matrix.columns().size()));
        } else {
            evaluator.numeric(expression);
            numeric.put(expression.label(), Learned.Variable.numeric(1));
        }
    }

    /** What was learned, in bytes for another machine. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(read);
            out.writeLong(used);
            out.writeInt(dropped.size());
            for (Map.Entry<String, Long> entry : dropped.entrySet()) {
                StateBytes.text(out, entry.getKey());
                out.writeLong(entry.getValue());
            }
            kinds.write(out);
            sample.write(out);
            bases.write(out);
            for (Expression expression : variables) {
                if (factors.containsKey(expression.label())) {
                    levels.of(expression).write(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Takes what {@link #toBytes} wrote, in a new scan of the same model. */
    public void read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            read = in.readLong();
            used = in.readLong();
            for (int left = in.readInt(); left > 0; left--) {
                dropped.put(StateBytes.text(in), in.readLong());
            }
            kinds.read(in);
            sample.read(in);
            bases.read(in);
            if (sample.size() > 0) {
                learnKinds(model.evaluator(sample.rows(), bases.given(sample.rows())));
            }
            for (Expression expression : variables) {
                if (factors.containsKey(expression.label())) {
                    levels.of(expression).read(in);
                }
            }
        } catch (IOException e) {
            throw new EchelonException("a scan of rows is damaged; scan them again", e);
        }
    }

    /** Adds what was learned from the rows that follow these. */
    public void merge(Scan other) {
        if (variables.isEmpty()) {
            variables = other.variables;
            numeric.putAll(other.numeric);
            factors.putAll(other.factors);
            logical.putAll(other.logical);
        }
        for (Expression expression : other.variables) {
            if (factors.containsKey(expression.label())) {
                levels.of(expression).merge(other.levels.of(expression));
            }
        }
        read += other.read;
        count(new RowReport(other.read, other.used, other.dropped));
        sample.merge(other.sample);
        bases.merge(other.bases);
    }

    /**
     * The encoding, but for the levels of grouping factors.
     *
     * @throws dev.echelon.error.EchelonException if no row can be used
     */
    public Encoding plan() {
        if (used == 0) {
            throw BatchEncoder.noRows(new RowReport(read, 0, dropped));
        }
        Map<String, Basis> known = bases.learn(sample.rows());
        Evaluator values = model.evaluator(sample.rows(), known);
        List<String> notes = new ArrayList<>();
        Map<String, Learned.Variable> learned = new LinkedHashMap<>();
        for (Expression expression : variables) {
            learned.put(
                    expression.label(),
                    isLearned(expression) ? bases.variable(expression, values) : variable(expression, notes));
        }
        Learner.checkCodings(model.options(), learned);
        checkPositions(values);
        return new Encoding(
                model,
                new Learned(
                        known,
                        learned,
                        Map.of(),
                        new RowReport(0, 0, Map.of()),
                        notes,
                        Map.of(),
                        Composition.UNKNOWN,
                        Optional.empty()));
    }

    private Learned.Variable variable(Expression expression, List<String> notes) {
        Value.Kind kind = factors.get(expression.label());
        if (kind == null) {
            return numeric.getOrDefault(expression.label(), Learned.Variable.numeric(1));
        }
        List<String> known = logical.get(expression.label());
        if (known == null) {
            LevelDictionary dictionary = levels.of(expression);
            known = dictionary.ranking().levels();
            List<String> absent = new ArrayList<>(dictionary.declared());
            absent.removeAll(new LinkedHashSet<>(known));
            if (!absent.isEmpty()) {
                notes.add(Learner.absent(expression, absent));
            }
        }
        return Learned.Variable.factor(known, Learner.coding(model.options(), expression, kind));
    }

    private void checkPositions(Evaluator evaluator) {
        for (RandomTerm term : model.formula().random()) {
            if (RandomPlan.isPositional(term)) {
                Expression position = RandomPlan.position(model.formula(), term);
                if (evaluator.evaluate(position) instanceof Value.Numbers numbers) {
                    Learner.checkIntegers(evaluator, position, numbers.values());
                }
            }
        }
    }

    /** The matrices of the sample. */
    public Design sample(Encoding plan) {
        return new BatchEncoder(plan).encode(sample.rows());
    }
}
