package dev.echelon.internal.marginal;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.covariance.ResidualStructures;
import dev.echelon.covariance.VarianceFunction;
import dev.echelon.formula.Formula;
import dev.echelon.golden.TestFiles;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.EncodingOptions;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A model with structured residuals, put together without the formula's {@code repeated()}. */
final class Example {
    final Table table;
    final Design design;
    private final int[] used;
    private int[] subjects = new int[0];
    private List<String> subjectNames = List.of();
    private int[] slots = new int[0];
    private List<String> slotNames = List.of();
    private double[][] coordinates = new double[0][];
    private int[] groups;
    private List<String> groupNames = List.of("");
    private final List<ResidualRows.Variance> variances = new ArrayList<>();

    private Example(Table table, Design design, int[] used) {
        this.table = table;
        this.design = design;
        this.used = used;
        groups = new int[used.length];
    }

    /** @param formula with its random terms; if none, with {@code (1 | id)}, which is dropped when {@code onlyFixed} */
    static Example of(String file, String formula, boolean onlyFixed, String... factors) {
        Table table = TestFiles.table(file);
        for (String factor : factors) {
            table = table.asFactor(factor);
        }
        return of(table, formula, onlyFixed, EncodingOptions.DEFAULTS);
    }

    static Example of(Table table, String formula, boolean onlyFixed, EncodingOptions options) {
        EncodedRows rows =
                Encoding.train(Formula.parse(formula), table, options).rows();
        Design all = rows.design();
        Design design = onlyFixed ? new Design(all.response(), all.weights(), all.fixed(), List.of()) : all;
        return new Example(table, design, rows.used());
    }

    Example subject(String column) {
        List<String> names = new ArrayList<>();
        subjects = codes(column, names);
        subjectNames = names;
        return this;
    }

    /** All rows are of one subject. */
    Example oneSubject() {
        subjects = new int[used.length];
        subjectNames = List.of("all");
        return this;
    }

    Example slots(String column) {
        List<String> names = new ArrayList<>();
        slots = codes(column, names);
        slotNames = names;
        return this;
    }

    Example coordinates(String... columns) {
        coordinates = new double[columns.length][];
        for (int a = 0; a < columns.length; a++) {
            coordinates[a] = numbers(columns[a]);
        }
        return this;
    }

    Example group(String column) {
        List<String> names = new ArrayList<>();
        groups = codes(column, names);
        groupNames = names;
        return this;
    }

    Example power(VarianceFunction function, String column) {
        variances.add(new ResidualRows.Variance(function, function.name(), false, numbers(column), List.of()));
        return this;
    }

    Example ofFitted(VarianceFunction function) {
        variances.add(new ResidualRows.Variance(function, function.name(), true, new double[0], List.of()));
        return this;
    }

    Example ident(VarianceFunction function, String column) {
        List<String> names = new ArrayList<>();
        int[] codes = codes(column, names);
        variances.add(new ResidualRows.Variance(
                function,
                function.name(),
                false,
                Arrays.stream(codes).asDoubleStream().toArray(),
                names));
        return this;
    }

    ResidualRows rows(String structure, Map<String, Double> options) {
        return rows(ResidualStructures.named(structure, options));
    }

    ResidualRows rows(String structure) {
        return rows(structure, Map.of());
    }

    ResidualRows rows(ResidualStructure structure) {
        return new ResidualRows(
                structure,
                "subject",
                subjects,
                subjectNames,
                "position",
                slots,
                slotNames,
                coordinates,
                "group",
                groups,
                groupNames,
                List.copyOf(variances));
    }

    MarginalEstimates fit(String structure, boolean reml) {
        return MarginalFit.of(design, rows(structure), reml);
    }

    int rowCount() {
        return used.length;
    }

    double[] numbers(String column) {
        NumericColumn values = (NumericColumn) table.column(column);
        return Arrays.stream(used).mapToDouble(values::value).toArray();
    }

    /** Factors by the order of their levels, of which none is dropped; numbers by size. */
    int[] codes(String column, List<String> names) {
        Column values = table.column(column);
        int[] codes = new int[used.length];
        if (values instanceof Factor factor) {
            names.addAll(factor.levels());
            Arrays.setAll(codes, i -> factor.code(used[i]));
            return codes;
        }
        double[] numbers = numbers(column);
        TreeSet<Double> distinct = new TreeSet<>();
        Arrays.stream(numbers).forEach(distinct::add);
        List<Double> sorted = List.copyOf(distinct);
        sorted.forEach(x -> names.add(String.valueOf(x)));
        Arrays.setAll(codes, i -> sorted.indexOf(numbers[i]));
        return codes;
    }

    /** The column of X whose name ends so, among those kept. */
    int column(String ending) {
        List<String> names = design.fixed().names();
        for (int k = 0; k < names.size(); k++) {
            if (names.get(k).endsWith(ending)) {
                return k;
            }
        }
        throw new AssertionError(names + " has no '" + ending + "'");
    }
}
