package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.formula.Formula;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.RandomColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which random effects a smaller model leaves out.
 *
 * @param label what is left out, as in a formula: {@code Days | Subject}
 * @param kept for each term of the fit a basis of the effects that stay, as combinations of its columns
 * @param parts what is left out, by term
 * @param notes what a reader must know of it
 */
record LeftOut(String label, List<List<double[]>> kept, List<Part> parts, List<String> notes) {

    /** What kind of parameters go. */
    enum Kind {
        /** Independent variances, one per effect. */
        VARIANCES,
        /** Effects of an unstructured covariance matrix, with their covariances; or one variance of several effects. */
        BLOCK,
        /** A structure whose correlation has no meaning without its variances. */
        OTHER
    }

    /**
     * What goes of one term.
     *
     * @param effects that go
     * @param others how many effects stay
     */
    record Part(int term, Kind kind, List<Integer> effects, int others) {}

    /** Whether any random effect is left. */
    boolean others() {
        return kept.stream().anyMatch(effects -> !effects.isEmpty());
    }

    /**
     * The reductions that are asked for: those of one text, or one after another.
     *
     * @throws EchelonException if the text names no random effect; the message lists them
     */
    static List<LeftOut> of(FitState state, Optional<String> text) {
        Encoding encoding = Encoding.of(Formula.parse(state.formula()), state.options(), state.learned());
        Reader reader = new Reader(state, encoding.randomColumns());
        return text.map(one -> List.of(reader.named(one))).orElseGet(reader::all);
    }

    private static final class Reader {
        private static final String CONSTANT = "(Intercept)";

        private final List<FitState.Term> terms;
        private final List<RandomColumns> columns;

        Reader(FitState state, List<RandomColumns> columns) {
            this.terms = state.terms();
            this.columns = columns;
        }

        static String plain(String text) {
            return text.replaceAll("\\s", "");
        }

        /** Every term; of several effects of one matrix one part after another, but for the constant beside others. */
        List<LeftOut> all() {
            List<LeftOut> all = new ArrayList<>();
            for (int t = 0; t < terms.size(); t++) {
                Set<String> labels = new LinkedHashSet<>(columns.get(t).labels());
                String structure = terms.get(t).structure();
                boolean separable = structure.equals("us") || structure.equals("diag");
                if (isIndicators(t)) {
                    all.add(differences(t));
                    continue;
                }
                if (labels.size() == 1 || !separable) {
                    all.add(leftOut(List.of(whole(t)), t));
                    continue;
                }
                for (String label : labels) {
                    if (structure.equals("diag") || !label.equals(CONSTANT)) {
                        all.add(leftOut(List.of(matching(t, label)), t));
                    }
                }
            }
            return all;
        }

        LeftOut named(String text) {
            String inner = text.strip();
            if (inner.startsWith("(") && inner.endsWith(")") && inner.contains("|")) {
                inner = inner.substring(1, inner.length() - 1);
            }
            int bar = inner.lastIndexOf('|');
            String group = plain(inner.substring(bar + 1));
            String effects = bar < 0 ? "" : inner.substring(0, bar).replace("|", "");
            List<Set<Integer>> out = new ArrayList<>();
            int first = -1;
            for (int t = 0; t < terms.size(); t++) {
                boolean same = plain(terms.get(t).group()).equals(group)
                        || bar < 0 && plain(terms.get(t).name()).equals(group);
                Set<Integer> effectsOf = !same ? Set.of() : bar < 0 ? whole(t) : matchingAny(t, effects);
                out.add(effectsOf);
                first = first < 0 && !effectsOf.isEmpty() ? t : first;
            }
            if (first < 0) {
                throw unknown(text);
            }
            boolean oneTerm = out.stream().filter(of -> !of.isEmpty()).count() == 1;
            return bar >= 0 && oneTerm && isIndicators(first) && out.get(first).equals(whole(first))
                    ? differences(first)
                    : leftOut(out, 0);
        }

        private EchelonException unknown(String text) {
            List<String> known = new ArrayList<>();
            for (int t = 0; t < terms.size(); t++) {
                for (String label : new LinkedHashSet<>(columns.get(t).labels())) {
                    known.add(shown(label) + " | " + terms.get(t).group());
                }
            }
            return new EchelonException("no random effect '" + text + "' in the fit" + Suggestions.hint(text, known)
                    + "; there are " + String.join(", ", known));
        }

        private static String shown(String label) {
            return label.equals(CONSTANT) ? "1" : label;
        }

        private Set<Integer> whole(int t) {
            Set<Integer> all = new TreeSet<>();
            for (int k = 0; k < terms.get(t).columns().size(); k++) {
                all.add(k);
            }
            return all;
        }

        private Set<Integer> matching(int t, String effect) {
            String wanted = effect.equals("1") ? CONSTANT : effect;
            Set<Integer> matching = new TreeSet<>();
            for (int k = 0; k < terms.get(t).columns().size(); k++) {
                boolean is = plain(columns.get(t).labels().get(k)).equals(plain(wanted))
                        || plain(terms.get(t).columns().get(k)).equals(plain(wanted));
                if (is) {
                    matching.add(k);
                }
            }
            return matching;
        }

        /** The effects that the text names, alone or as a sum. */
        private Set<Integer> matchingAny(int t, String effects) {
            Set<Integer> matching = new TreeSet<>(matching(t, effects.strip()));
            for (String summand : effects.split("\\+")) {
                matching.addAll(matching(t, summand.strip()));
            }
            return matching;
        }

        /** Leaves out effects of the terms from {@code from} on. */
        private LeftOut leftOut(List<Set<Integer>> out, int from) {
            List<List<double[]>> kept = new ArrayList<>();
            List<Part> parts = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            Set<String> labels = new LinkedHashSet<>();
            String group = "";
            for (int t = 0; t < terms.size(); t++) {
                Set<Integer> going = t >= from && t - from < out.size() ? out.get(t - from) : Set.of();
                List<Integer> staying =
                        whole(t).stream().filter(k -> !going.contains(k)).toList();
                kept.add(units(t, staying));
                if (going.isEmpty()) {
                    continue;
                }
                group = terms.get(t).group();
                for (int k : going) {
                    String label = columns.get(t).labels().get(k);
                    boolean all = matching(t, label).stream().allMatch(going::contains);
                    labels.add(shown(all ? label : terms.get(t).columns().get(k)));
                }
                parts.add(part(t, List.copyOf(going), staying.size()));
                boolean constant = going.stream()
                        .anyMatch(k -> terms.get(parts.get(parts.size() - 1).term())
                                .columns()
                                .get(k)
                                .equals(CONSTANT));
                if (constant && !staying.isEmpty()) {
                    notes.add("a model without the constant beside other effects depends on their origin");
                }
            }
            return new LeftOut(String.join(" + ", labels) + " | " + group, kept, parts, notes);
        }

        private List<double[]> units(int t, List<Integer> effects) {
            List<double[]> units = new ArrayList<>();
            for (int effect : effects) {
                double[] unit = new double[terms.get(t).columns().size()];
                unit[effect] = 1;
                units.add(unit);
            }
            return units;
        }

        /** Whether all effects of a term are indicators of a factor's levels, free to covary, so that a constant is in it. */
        private boolean isIndicators(int t) {
            return terms.get(t).structure().equals("us")
                    && terms.get(t).columns().size() > 1
                    && columns.get(t).indicators().containsAll(columns.get(t).labels());
        }

        /** Leaves only the constant of a term of indicators. */
        private LeftOut differences(int t) {
            LeftOut whole = leftOut(List.of(whole(t)), t);
            int w = terms.get(t).columns().size();
            double[] ones = new double[w];
            Arrays.fill(ones, 1);
            List<List<double[]>> kept = new ArrayList<>(whole.kept());
            kept.set(t, List.of(ones));
            List<Integer> going = whole(t).stream().skip(1).toList();
            return new LeftOut(whole.label(), kept, List.of(new Part(t, Kind.BLOCK, going, 1)), whole.notes());
        }

        private Part part(int t, List<Integer> going, int staying) {
            FitState.Term term = terms.get(t);
            String structure = term.structure();
            if (term.columns().size() == 1 || structure.equals("diag")) {
                return new Part(t, Kind.VARIANCES, going, staying);
            }
            if (structure.equals("us")) {
                return new Part(t, Kind.BLOCK, going, staying);
            }
            if (staying > 0) {
                throw new EchelonException("the effects of the term '" + term.name() + "' share the structure "
                        + structure + ", so that one of them cannot be left out; test the whole term '"
                        + term.group() + "'");
            }
            return structure.equals("id") ? new Part(t, Kind.BLOCK, List.of(0), 0) : new Part(t, Kind.OTHER, going, 0);
        }
    }
}
