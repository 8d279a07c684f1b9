package dev.echelon.internal.design;

import dev.echelon.covariance.LevelCovariance;
import dev.echelon.covariance.Pedigree;
import dev.echelon.covariance.RepeatedCovariance;
import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.formula.FormulaException;
import dev.echelon.internal.design.Design.RandomBlock;
import dev.echelon.internal.design.Design.Related;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Known covariances of levels: read from tables, and put into random terms. */
public final class KnownLevels {

    /** Their joint covariance is dense. */
    private static final int MOST = 4000;

    private KnownLevels() {}

    /**
     * K from a table in one of three forms: a pedigree with the columns {@code id}, {@code sire}, {@code dam}; three columns
     * row, column, value, of which one triangle is enough and entries left out are zero (of three or fewer rows only if the
     * first is named {@code row} and the last {@code value}); or all entries, the names of the columns being the levels,
     * with or without a first column of row names.
     *
     * @param name of the matrix, for messages
     * @throws EchelonException if the table has none of these forms or is no covariance
     */
    public static LevelCovariance read(String name, Table table) {
        Map<String, Column> byLowerName = new LinkedHashMap<>();
        for (String column : table.columnNames()) {
            byLowerName.put(column.toLowerCase(Locale.ROOT), table.column(column));
        }
        Column id = byLowerName.get("id");
        Column sire = byLowerName.get("sire");
        Column dam = byLowerName.get("dam");
        if (id != null && sire != null && dam != null) {
            return LevelCovariance.of(name, Pedigree.of(texts(id), texts(sire), texts(dam)));
        }
        boolean named = byLowerName.containsKey("row") && byLowerName.containsKey("value");
        boolean square = table.rowCount() == 3 || table.rowCount() == 2;
        if (table.columnNames().size() == 3 && (named || !square)) {
            List<Column> columns = List.copyOf(byLowerName.values());
            return triplets(
                    name,
                    texts(columns.get(0)),
                    texts(columns.get(1)),
                    numbers(name, table.columnNames().get(2), columns.get(2)));
        }
        return dense(name, table);
    }

    private static LevelCovariance triplets(String name, List<String> rows, List<String> columns, double[] values) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int k = 0; k < values.length; k++) {
            places.putIfAbsent(rows.get(k), places.size());
            places.putIfAbsent(columns.get(k), places.size());
        }
        int m = places.size();
        double[] matrix = new double[m * m];
        for (int k = 0; k < values.length; k++) {
            int i = places.getOrDefault(rows.get(k), 0);
            int j = places.getOrDefault(columns.get(k), 0);
            double before = matrix[i + j * m];
            if (before != 0 && before != values[k]) {
                throw new EchelonException(String.format(
                        Locale.ROOT,
                        "The matrix %s has two values for '%s' and '%s': %s and %s.",
                        name,
                        rows.get(k),
                        columns.get(k),
                        before,
                        values[k]));
            }
            matrix[i + j * m] = values[k];
            matrix[j + i * m] = values[k];
        }
        return LevelCovariance.of(name, List.copyOf(places.keySet()), matrix);
    }

    private static LevelCovariance dense(String name, Table table) {
        List<String> columns = table.columnNames();
        int m = table.rowCount();
        boolean named = columns.size() == m + 1;
        if (!named && columns.size() != m || m == 0) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "The matrix %s has %d rows and %d columns; write a square matrix with the levels as header,"
                            + " triplets row, column, value, or a pedigree id, sire, dam.",
                    name,
                    m,
                    columns.size()));
        }
        List<String> levels = columns.subList(named ? 1 : 0, columns.size());
        List<String> rows = named ? texts(table.column(columns.get(0))) : levels;
        double[] matrix = new double[m * m];
        for (int j = 0; j < m; j++) {
            double[] entries = numbers(name, levels.get(j), table.column(levels.get(j)));
            for (int r = 0; r < m; r++) {
                int i = levels.indexOf(rows.get(r));
                if (i < 0) {
                    throw new EchelonException(String.format(
                            Locale.ROOT,
                            "Row %d of the matrix %s is '%s', which is none of its columns.",
                            r + 1,
                            name,
                            rows.get(r)));
                }
                matrix[i + j * m] = entries[r];
            }
        }
        return LevelCovariance.of(name, levels, matrix);
    }

    private static double[] numbers(String name, String column, Column values) {
        if (values instanceof NumericColumn numeric) {
            return numeric.toArray();
        }
        throw new EchelonException(
                String.format(Locale.ROOT, "Column '%s' of the matrix %s is not numeric.", column, name));
    }

    /** The values as texts; missing ones are empty. */
    private static List<String> texts(Column column) {
        Factor factor = column instanceof NumericColumn numeric ? Factor.ofNumbers(numeric) : (Factor) column;
        List<String> texts = new ArrayList<>(factor.size());
        for (int i = 0; i < factor.size(); i++) {
            String level = factor.level(i);
            texts.add(level == null ? "" : level);
        }
        return texts;
    }

    /**
     * The term with Var(b) = K ⊗ Σ instead of I ⊗ Σ, as a term of one level with a set of columns for each level of
     * before: Z(L ⊗ I), K = LL'. Modes of that term are turned into effects of the levels by {@link #effects}. Memory: n×m×w
     * numbers for m levels and w effects.
     */
    public static RandomBlock known(RandomBlock block, LevelCovariance covariance) {
        int n = block.effects().rows();
        int w = block.effects().width();
        int m = block.levels().size();
        if ((long) m * w > MOST) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "The term of '%s' has %d related effects; at most %d can be fitted with a known matrix.",
                    block.name(),
                    (long) m * w,
                    MOST));
        }
        double[] root = covariance.root(block.levels());
        List<String> names = new ArrayList<>();
        List<ModelColumn> columns = new ArrayList<>();
        for (int level = 0; level < m; level++) {
            for (int k = 0; k < w; k++) {
                double[] values = new double[n];
                for (int i = 0; i < n; i++) {
                    values[i] = root[block.codes()[i] + level * m]
                            * block.effects().column(k).value(i);
                }
                names.add(block.levels().get(level) + ":"
                        + block.effects().names().get(k));
                columns.add(new ModelColumn.Dense(values));
            }
        }
        return new RandomBlock(
                block.name(),
                group(block.name(), covariance.name()),
                new ModelMatrix(n, names, columns),
                new int[n],
                List.of(covariance.name()),
                new RepeatedCovariance(block.covariance(), w),
                Optional.of(new Related(block, covariance)));
    }

    /**
     * The matrix that a term names.
     *
     * @throws FormulaException if it was not given
     */
    static LevelCovariance find(EncodingOptions options, RandomPlan plan, Formula formula) {
        String name = plan.term().relationship();
        LevelCovariance known = options.matrices().get(name);
        if (known == null) {
            throw new FormulaException(
                    "there is no matrix '" + name + "': give the covariance of the levels of '" + plan.group()
                            + "' with --cov " + name + "=FILE or Lmm.covariance(\"" + name + "\", …)",
                    formula.text(),
                    plan.span());
        }
        return known;
    }

    /** The label of the only level's factor. */
    public static String group(String term, String matrix) {
        return term + " with " + matrix;
    }

    /**
     * The conditional variances of the levels, w×w each: the blocks on the diagonal of (L ⊗ I)V(L ⊗ I)'.
     *
     * @param variances V of the term made by {@link #known}, symmetric
     */
    public static double[] variances(LevelCovariance covariance, List<String> levels, int width, double[] variances) {
        int m = levels.size();
        int q = m * width;
        double[] root = covariance.root(levels);
        double[] own = new double[m * width * width];
        double[] product = new double[q];
        for (int level = 0; level < m; level++) {
            for (int k = 0; k < width; k++) {
                Arrays.fill(product, 0);
                for (int j = 0; j <= level; j++) {
                    double factor = root[level + j * m];
                    for (int i = 0; i < q && factor != 0; i++) {
                        product[i] += factor * variances[(j * width + k) * q + i];
                    }
                }
                for (int l = 0; l < width; l++) {
                    double sum = 0;
                    for (int j = 0; j <= level; j++) {
                        sum += root[level + j * m] * product[j * width + l];
                    }
                    own[(level * width + k) * width + l] = sum;
                }
            }
        }
        return own;
    }

    /** Effects of the levels, (L ⊗ I)v, from those of the term made by {@link #known}; w effects of a level side by side. */
    public static double[] effects(LevelCovariance covariance, List<String> levels, int width, double[] modes) {
        int m = levels.size();
        double[] root = covariance.root(levels);
        double[] effects = new double[m * width];
        for (int j = 0; j < m; j++) {
            for (int i = j; i < m; i++) {
                for (int k = 0; k < width; k++) {
                    effects[i * width + k] += root[i + j * m] * modes[j * width + k];
                }
            }
        }
        return effects;
    }
}
