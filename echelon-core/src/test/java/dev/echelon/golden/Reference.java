package dev.echelon.golden;

import dev.echelon.Criterion;
import dev.echelon.Lmm;
import dev.echelon.formula.Coding;
import dev.echelon.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One fit by lme4 (version in its field {@code source}), as written by R. */
public final class Reference {
    private final Map<String, Object> json;

    private Reference(Map<String, Object> json) {
        this.json = json;
    }

    /** All of them, by name of their file. */
    public static List<Reference> all() {
        Path folder = TestFiles.root().resolve("echelon-core/src/test/resources/golden");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> new Reference(Json.read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return text("id");
    }

    String text(String field) {
        return (String) Objects.requireNonNull(json.get(field), field);
    }

    boolean has(String field) {
        return json.get(field) != null;
    }

    double number(String field) {
        return (Double) Objects.requireNonNull(json.get(field), field);
    }

    boolean truth(String field) {
        return (Boolean) Objects.requireNonNull(json.get(field), field);
    }

    boolean reml() {
        return text("method").equals("REML");
    }

    Table data() {
        return TestFiles.table(text("data"));
    }

    /** The model that was fitted. */
    Lmm model() {
        Lmm model = Lmm.of(text("formula")).criterion(reml() ? Criterion.REML : Criterion.ML);
        model = model.factors(((List<?>) list(json, "factors")).toArray(String[]::new));
        if (has("weights")) {
            model = model.weights(text("weights"));
        }
        if (has("offset")) {
            model = model.offset(text("offset"));
        }
        if (has("contrasts")) {
            for (Map.Entry<String, Object> entry : map(json, "contrasts").entrySet()) {
                model = model.coding(entry.getKey(), coding((String) entry.getValue()));
            }
        }
        return model;
    }

    private static Coding coding(String contrasts) {
        if (contrasts.equals("contr.sum")) {
            return Coding.sum();
        }
        throw new IllegalArgumentException(contrasts);
    }

    /** θ by name, in lme4's order. */
    Map<String, Object> theta() {
        return map(json, "theta");
    }

    /** Marginal means. */
    Map<String, Object> emmeans() {
        return map(json, "emmeans");
    }

    Map<String, Object> groups() {
        return map(json, "groups");
    }

    List<Map<String, Object>> fixed() {
        return maps(list(json, "fixed"));
    }

    List<Map<String, Object>> maps(String field) {
        return maps(list(json, field));
    }

    double[][] vcov() {
        return matrix(list(json, "vcov"));
    }

    Map<String, Object> varcorr() {
        return map(json, "varcorr");
    }

    Map<String, Object> ranef() {
        return map(json, "ranef");
    }

    /** A field that has fields. */
    Map<String, Object> part(String field) {
        return map(json, field);
    }

    double[] fittedHead() {
        return numbers(list(json, "fitted_head"));
    }

    double[] numbers(String field) {
        return numbers(list(json, field));
    }

    @Override
    public String toString() {
        return id();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> of, String field) {
        return (Map<String, Object>) Objects.requireNonNull(of.get(field), field);
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Map<String, Object> of, String field) {
        return (List<Object>) Objects.requireNonNull(of.get(field), field);
    }

    static double number(Map<String, Object> of, String field) {
        return (Double) Objects.requireNonNull(of.get(field), field);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(List<Object> list) {
        List<Map<String, Object>> maps = new ArrayList<>();
        list.forEach(element -> maps.add((Map<String, Object>) element));
        return maps;
    }

    /** A list of numbers; null and the text NaN are NaN. */
    static double[] numbers(List<Object> list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i) instanceof Double value ? value : Double.NaN;
        }
        return numbers;
    }

    @SuppressWarnings("unchecked")
    static double[][] matrix(List<Object> rows) {
        return rows.stream().map(row -> numbers((List<Object>) row)).toArray(double[][]::new);
    }
}
