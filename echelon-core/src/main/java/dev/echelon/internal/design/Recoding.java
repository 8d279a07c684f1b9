package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.ColumnSpan.Piece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of one encoding as combinations of those of another, for all rows that the other one can encode:
 * X' = XA, and Z_f' = Z_fA_f for the effects of each factor. Smaller models, other contrasts and more levels of factors
 * are such combinations.
 *
 * @param fixed A, p×p' column-major
 * @param effects for each random block of the other encoding, in order, its columns as combinations of all effects of
 *     the same grouping label: q×w column-major
 */
public record Recoding(double[] fixed, List<double[]> effects) {

    /**
     * The columns of {@code to} from those of {@code from}.
     *
     * @throws EchelonException if one is no such combination; the message names it
     */
    public static Recoding of(Encoding from, Encoding to) {
        return new Reader(from, to).read();
    }

    private static final class Reader {
        private final Encoding from;
        private final Encoding to;

        Reader(Encoding from, Encoding to) {
            this.from = from;
            this.to = to;
        }

        Recoding read() {
            ColumnSpan span = new ColumnSpan(from.fixedNames().size());
            span.add(hasIntercept(from.fixedTerms()), from.fixedCodings(), 0);
            double[] fixed = columns(
                    span,
                    from.fixedNames().size(),
                    hasIntercept(to.fixedTerms()),
                    to.fixedCodings(),
                    to.fixedNames(),
                    "fixed effects");
            List<double[]> effects = new ArrayList<>();
            for (RandomPlan plan : to.random()) {
                effects.addAll(effects(plan));
            }
            return new Recoding(fixed, effects);
        }

        private static boolean hasIntercept(List<String> terms) {
            return !terms.isEmpty() && terms.get(0).equals("(Intercept)");
        }

        /** Blocks with related levels are taken over as they are: their columns are those of the levels. */
        private List<double[]> effects(RandomPlan plan) {
            String matrix = plan.term().relationship();
            int width = 0;
            List<RandomPlan> own = from.random().stream()
                    .filter(known -> known.group().equals(plan.group())
                            && known.term().relationship().equals(matrix))
                    .toList();
            for (RandomPlan known : own) {
                width += known.columnNames().size();
            }
            if (own.isEmpty()) {
                throw new EchelonException("there are no random effects of '" + plan.group() + "' in '"
                        + from.formula().text() + "'");
            }
            ColumnSpan span = new ColumnSpan(width);
            int at = 0;
            for (RandomPlan known : own) {
                span.add(known.hasIntercept(), known.codings(), at);
                at += known.columnNames().size();
            }
            double[] all = columns(
                    span,
                    width,
                    plan.hasIntercept(),
                    plan.codings(),
                    plan.columnNames(),
                    "random effects of '" + plan.group() + "'");
            return plan.split(width, all);
        }

        private double[] columns(
                ColumnSpan span,
                int width,
                boolean intercept,
                List<TermCoding> terms,
                List<String> names,
                String part) {
            double[] columns = new double[width * names.size()];
            int at = 0;
            if (intercept) {
                put(span.express(Map.of()), columns, width, at++, names, part);
            }
            for (TermCoding term : terms) {
                for (int c = 0; c < term.columns(); c++) {
                    put(span.express(product(term, c)), columns, width, at++, names, part);
                }
            }
            return columns;
        }

        private void put(
                Optional<double[]> column, double[] columns, int width, int at, List<String> names, String part) {
            double[] found = column.orElseThrow(() -> new EchelonException(
                    "'" + names.get(at) + "' of the " + part + " cannot be computed from the columns of '"
                            + from.formula().text() + "'"));
            System.arraycopy(found, 0, columns, at * width, width);
        }

        private Map<String, Piece> product(TermCoding term, int column) {
            Map<String, Piece> product = new LinkedHashMap<>();
            int rest = column;
            for (TermCoding.Variable variable : term.variables()) {
                int j = rest % variable.columns();
                rest /= variable.columns();
                product.put(
                        variable.label(),
                        variable.isFactor() ? new Piece(0, atLevels(variable, j)) : new Piece(j, new double[0]));
            }
            return product;
        }

        /** The values of a factor's column at the levels that the other encoding has. */
        private double[] atLevels(TermCoding.Variable variable, int column) {
            List<String> all = levels(to, variable.label());
            int[] places = Levels.map(levels(from, variable.label()), all);
            double[] values = new double[places.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = variable.coding()[column * variable.levels() + places[i]];
            }
            return values;
        }

        private static List<String> levels(Encoding encoding, String label) {
            Learned.Variable variable = encoding.learned().variables().get(label);
            return variable == null ? List.of() : variable.levels();
        }
    }
}
