package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.FormulaException;
import dev.echelon.formula.RandomTerm;
import dev.echelon.result.RowReport;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How rows of data become the matrices of a model: a formula with everything learned from the training rows (factor
 * levels, contrasts, bases, group means), so that new rows get the same columns. Immutable; rebuilt by {@link #of} from
 * {@link #formula()}, {@link #options()} and {@link #learned()}.
 *
 * <p>A row is used if no column that the model reads is missing in it and its weight is not zero. Bases are learned
 * from all rows where their own columns are present, as R's {@code model.frame} does; factor levels and the group means
 * of {@code within} and {@code between} from the used rows only.
 */
public final class Encoding {
    private final Specification model;
    private final Learned learned;
    private final MatrixPlan fixed;
    private final List<RandomPlan> random;
    private final Map<String, Map<String, Integer>> places = new ConcurrentHashMap<>();

    Encoding(Specification model, Learned learned) {
        this.model = model;
        this.learned = learned;
        this.fixed = MatrixPlan.of(model.formula().fixed(), learned.variables());
        this.random = RandomPlan.of(model.formula(), learned.variables());
    }

    /**
     * Learns the encoding of a formula from training rows.
     *
     * <p><b>Cost</b>: one pass over the source; the columns of the model are held in memory.
     *
     * @throws FormulaException if the formula does not fit the data; the message shows the place
     * @throws dev.echelon.error.EchelonException if no row can be used; the message lists the reasons
     */
    public static Encoding learn(Formula formula, RowSource data, EncodingOptions options) {
        Learner learner = learner(formula, data, options);
        return learner.checked(learner.learn());
    }

    private static Learner learner(Formula formula, RowSource data, EncodingOptions options) {
        Specification model = specification(formula, data.columnNames(), options);
        Set<String> columns = model.variables().required(model.formula(), options, Purpose.FIT);
        return new Learner(model, Rows.collect(data.select(columns), columns));
    }

    /** What is asked of data with these columns. */
    static Specification specification(Formula formula, List<String> names, EncodingOptions options) {
        Formula known = formula.withColumns(names);
        Formula complete = known.hasDot() ? known.expandDot(predictors(names, options)) : known;
        complete.require(names);
        options.require(names, Purpose.FIT);
        return Specification.of(complete, options);
    }

    /** What a dot can stand for: every column without a part of its own. */
    private static List<String> predictors(List<String> names, EncodingOptions options) {
        return names.stream()
                .filter(name -> !name.equals(options.weights()) && !name.equals(options.offset()))
                .toList();
    }

    /** Learns the encoding of a formula and encodes the training rows by it. */
    public static Training train(Formula formula, RowSource data, EncodingOptions options) {
        Learner learner = learner(formula, data, options);
        Encoding encoding = learner.checked(learner.learn());
        return new Training(encoding, encoding.encode(learner.rows(), Purpose.FIT, 0), learner);
    }

    /** The same for rows that are a part of the data: whether a model can be fitted to them alone does not matter. */
    public static Training trainPart(Formula formula, RowSource data, EncodingOptions options) {
        Learner learner = learner(formula, data, options);
        Encoding encoding = learner.learn();
        return new Training(encoding, encoding.encode(learner.rows(), Purpose.FIT, 0), learner);
    }

    /**
     * Refuses random terms that cannot be told from the residual.
     *
     * @param n number of rows
     * @throws FormulaException that shows the term
     */
    public void requireIdentifiable(long n, boolean unequalWeights) {
        Identifiability.check(this, n, unequalWeights);
    }

    /** An encoding and the rows it was learned from. */
    public static final class Training {
        private final Encoding encoding;
        private final EncodedRows rows;
        private final Learner learner;

        Training(Encoding encoding, EncodedRows rows, Learner learner) {
            this.encoding = encoding;
            this.rows = rows;
            this.learner = learner;
        }

        /** The encoding. */
        public Encoding encoding() {
            return encoding;
        }

        /** The rows. */
        public EncodedRows rows() {
            return rows;
        }

        /** The same rows with the R side of another formula, which differs in nothing else. */
        public Training withResidual(Formula formula) {
            LearnedResidual residual = learner.residual(formula);
            Encoding other = new Encoding(
                    Specification.of(formula, encoding.options()), encoding.learned.withResidual(residual));
            Design design =
                    rows.design().withResidual(new ResidualEncoder(formula, residual, learner.rows(), 0).encode());
            return new Training(other, new EncodedRows(design, rows.offset(), rows.used(), rows.rows()), learner);
        }
    }

    /** The encoding with this state. */
    public static Encoding of(Formula formula, EncodingOptions options, Learned learned) {
        return new Encoding(Specification.of(formula, options), learned);
    }

    /** The matrices of training rows. */
    public EncodedRows encode(Table rows) {
        return encode(rows, Purpose.FIT, 0);
    }

    /**
     * The matrices of rows.
     *
     * @param rows the data, or one batch of them
     * @param purpose which variables the rows must have
     * @param firstRow how many rows came before the batch, so that messages name the right row
     * @throws FormulaException if a fixed factor has an unseen level, or a variable is not finite
     */
    public EncodedRows encode(Table rows, Purpose purpose, long firstRow) {
        return encode(UsedRows.of(model, rows, learned.bases(), purpose, firstRow), purpose, firstRow);
    }

    private EncodedRows encode(UsedRows rows, Purpose purpose, long firstRow) {
        return encode(rows, new Frame(rows, learned.variables(), firstRow), purpose, firstRow, term -> {
            List<String> levels = learned.groups().getOrDefault(term.groupLabel(), List.of());
            return Grouping.encode(rows, term, levels, () -> places(term.groupLabel(), levels), purpose);
        });
    }

    /** The place of each learned level; kept for further batches. */
    private Map<String, Integer> places(String label, List<String> levels) {
        return places.computeIfAbsent(label, key -> Levels.index(levels));
    }

    /** The same with other codes of the grouping factors. */
    EncodedRows encode(
            UsedRows rows, Frame frame, Purpose purpose, long firstRow, Function<RandomTerm, Grouping.Codes> groups) {
        double[] offset =
                frame.offset(model.formula().fixed().offsets(), options().offset());
        double[] response = purpose == Purpose.FIT ? response(frame, offset) : new double[0];
        double[] weights = purpose == Purpose.FIT ? frame.weights(options().weights()) : new double[0];
        List<Design.RandomBlock> blocks =
                purpose == Purpose.PREDICT_POPULATION ? List.of() : blocks(frame, purpose, groups);
        return new EncodedRows(
                new Design(response, weights, fixed.build(frame), blocks, residual(rows, purpose, firstRow)),
                offset,
                rows.indices(),
                rows.report());
    }

    private Optional<ResidualRows> residual(UsedRows rows, Purpose purpose, long firstRow) {
        return learned.residual()
                .filter(known -> purpose == Purpose.FIT)
                .map(known -> new ResidualEncoder(model.formula(), known, rows, firstRow).encode());
    }

    /**
     * The R side of rows to be predicted from, or from whose subjects others are: those that {@link Purpose#PREDICT_CONDITIONAL}
     * uses. Subjects are numbered as they occur in these rows, -1 where the subject is missing.
     */
    public Optional<ObservedRows> observed(Table table) {
        UsedRows rows = UsedRows.of(model, table, learned.bases(), Purpose.PREDICT_CONDITIONAL, 0);
        return learned.residual()
                .map(known -> new ResidualEncoder(model.formula(), known, rows, 0).observed(options()));
    }

    /** All rows of a source in memory. */
    public static Table inMemory(RowSource source) {
        return source instanceof Table table
                ? table
                : Rows.collect(source, new java.util.LinkedHashSet<>(source.columnNames()));
    }

    /** Why a row is not among the encoded ones: {@code missing in 'Days'}. */
    public String reason(Table rows, int row, Purpose purpose) {
        for (String name : model.variables().required(model.formula(), options(), purpose)) {
            if (rows.find(name).map(column -> column.isMissing(row)).orElse(false)) {
                return "missing in '" + name + "'";
            }
        }
        return "no level of a factor computed from this row";
    }

    /**
     * The levels of a grouping label that occur in rows and were not learned, quoted and with a long list cut short; a
     * remark on the missing column or on missing values if there are no such levels.
     */
    public String unseenLevels(Table rows, String group) {
        RandomPlan plan = plan(group);
        for (Expression part : plan.term().grouping()) {
            for (String name : part.columns()) {
                if (rows.find(name).isEmpty()) {
                    return "no column '" + name + "'";
                }
            }
        }
        List<String> unseen = new ArrayList<>(observed(rows, plan).levels());
        unseen.removeAll(new java.util.HashSet<>(learned.groups().getOrDefault(group, List.of())));
        if (unseen.isEmpty()) {
            return "missing values";
        }
        unseen.replaceAll(level -> "'" + level + "'");
        return (unseen.size() == 1 ? "a level" : "levels") + " unknown to the fit, " + Levels.abbreviate(unseen);
    }

    /**
     * The level of a grouping factor that each row names, whether it was learned or not; null if it names none.
     *
     * @throws EchelonException if the rows have no such column
     */
    public List<@Nullable String> levelsOfRows(Table rows, String group) {
        Value.Categories observed = observed(rows, plan(group));
        List<@Nullable String> levels = new ArrayList<>(observed.codes().length);
        for (int code : observed.codes()) {
            levels.add(code < 0 ? null : observed.levels().get(code));
        }
        return levels;
    }

    private RandomPlan plan(String group) {
        return random.stream()
                .filter(candidate -> candidate.group().equals(group))
                .findFirst()
                .orElseThrow();
    }

    private Value.Categories observed(Table rows, RandomPlan plan) {
        Evaluator evaluator =
                new Evaluator(model.formula(), rows, options().factors(), BasisFunctions.known(learned.bases()));
        return Grouping.observed(evaluator, plan.term().grouping());
    }

    /**
     * The effects that bars in the language of formulas name, {@code (1 | Subject) + (0 + x | item)}.
     *
     * @throws FormulaException if the text is not bars, or reads a variable that the model has not
     */
    public List<NamedEffects> effects(String bars) {
        String plain = bars.strip().startsWith("~") ? bars.strip().substring(1) : bars;
        Formula formula = Formula.parse(model.formula().response().label() + " ~ 0 + " + plain);
        for (Expression variable : Variables.of(formula).effects()) {
            if (!learned.variables().containsKey(variable.label())) {
                throw new FormulaException(
                        "'" + variable.label() + "' is not a variable of the model's random effects",
                        formula.text(),
                        variable.span());
            }
        }
        return RandomPlan.of(formula, learned.variables()).stream()
                .map(plan -> new NamedEffects(plan.group(), plan.columnNames()))
                .toList();
    }

    /** Some effects of a grouping label, by the names of their columns. */
    public record NamedEffects(String group, List<String> columns) {}

    private double[] response(Frame frame, double[] offset) {
        double[] y = frame.numbers(model.formula().response());
        if (offset.length == 0) {
            return y;
        }
        double[] difference = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            difference[i] = y[i] - offset[i];
        }
        return difference;
    }

    /** The matrices of no rows: names, levels and structures. */
    public Design header() {
        List<Design.RandomBlock> blocks = new ArrayList<>();
        for (RandomPlan plan : random) {
            List<Design.RandomBlock> own = new ArrayList<>();
            plan.header(learned.groups().getOrDefault(plan.group(), List.of()), own);
            blocks.addAll(related(plan, own));
        }
        return new Design(new double[0], new double[0], fixed.header(), List.copyOf(blocks));
    }

    private List<Design.RandomBlock> related(RandomPlan plan, List<Design.RandomBlock> own) {
        if (!plan.term().relationship().isEmpty()) {
            own.replaceAll(block -> KnownLevels.known(block, KnownLevels.find(options(), plan, model.formula())));
        }
        return own;
    }

    private List<Design.RandomBlock> blocks(Frame frame, Purpose purpose, Function<RandomTerm, Grouping.Codes> groups) {
        Map<String, Grouping.Codes> known = new HashMap<>();
        List<Design.RandomBlock> blocks = new ArrayList<>();
        for (RandomPlan plan : random) {
            Grouping.Codes codes = known.computeIfAbsent(plan.group(), label -> groups.apply(plan.term()));
            List<Design.RandomBlock> own = new ArrayList<>();
            plan.build(frame, codes, own);
            blocks.addAll(purpose == Purpose.FIT ? related(plan, own) : own);
        }
        return List.copyOf(blocks);
    }

    /**
     * The encoding of a smaller model on the same rows.
     *
     * @param options only its contrasts count; factors without take those of this encoding
     * @throws dev.echelon.error.EchelonException if the model reads a variable that this one does not
     */
    public Encoding restrictedTo(Formula smaller, EncodingOptions options) {
        return Restriction.of(this, smaller, options.codings());
    }

    /** The same for other rows, of which nothing is known yet: without levels of groups, but with these bases where they differ. */
    public Encoding forOtherRows(Map<String, Basis> own) {
        Map<String, Basis> bases = new LinkedHashMap<>(learned.bases());
        bases.putAll(own);
        return new Encoding(
                model,
                new Learned(
                        bases,
                        learned.variables(),
                        Map.of(),
                        new RowReport(0, 0, Map.of()),
                        learned.notes(),
                        Map.of(),
                        Composition.UNKNOWN,
                        learned.residual()));
    }

    /** With a remark for the reader. */
    public Encoding withNote(String note) {
        List<String> notes = new ArrayList<>(learned.notes());
        notes.add(note);
        return new Encoding(
                model,
                new Learned(
                        learned.bases(),
                        learned.variables(),
                        learned.groups(),
                        learned.rows(),
                        notes,
                        learned.ranges(),
                        learned.composition(),
                        learned.residual()));
    }

    /** The formula. */
    public Formula formula() {
        return model.formula();
    }

    /** What was asked for besides the formula. */
    public EncodingOptions options() {
        return model.options();
    }

    /** What was learned: with the formula and the options the whole state. */
    public Learned learned() {
        return learned;
    }

    /** What became of the training rows. */
    public RowReport rows() {
        return learned.rows();
    }

    /** Remarks for the reader. */
    public List<String> notes() {
        return learned.notes();
    }

    /** The names of the columns of X. */
    public List<String> fixedNames() {
        return List.copyOf(fixed.names());
    }

    /** The label of the term of each column of X; {@code (Intercept)} for the constant. */
    public List<String> fixedTerms() {
        return List.copyOf(fixed.assign());
    }

    /** How the columns of X after the constant, if there is one, are made: term by term. */
    public List<TermCoding> fixedCodings() {
        return fixed.terms().stream().map(TermCoding::of).toList();
    }

    /** What the columns of the random terms are made of, in the order of the formula. */
    public List<RandomColumns> randomColumns() {
        return random.stream().flatMap(plan -> plan.columns().stream()).toList();
    }

    /**
     * The columns of each numeric variable of the fixed part, by label, where the covariates have given values.
     *
     * @param covariates a value for each covariate of {@link Learned#composition()}; for one that is an expression, of
     *     each of its columns
     */
    public Map<String, double[]> numbersAt(Map<String, double[]> covariates) {
        return new CovariateValues(model, learned).variables(covariates);
    }

    /** The sum of the offsets where the covariates have given values. */
    public double offsetAt(Map<String, double[]> covariates) {
        return new CovariateValues(model, learned).offset(covariates);
    }

    /** The columns of X by term, in order. */
    public Map<String, List<Integer>> columnsByTerm() {
        Map<String, List<Integer>> columns = new LinkedHashMap<>();
        for (int j = 0; j < fixed.assign().size(); j++) {
            columns.computeIfAbsent(fixed.assign().get(j), label -> new ArrayList<>())
                    .add(j);
        }
        return columns;
    }

    Specification model() {
        return model;
    }

    List<RandomPlan> random() {
        return random;
    }
}
