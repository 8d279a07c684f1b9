package dev.echelon.report;

import dev.echelon.result.PowerCurve;
import dev.echelon.result.PowerPoint;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Power for people and programs. */
public final class PowerReport {
    private PowerReport() {}

    /** What is tested at which true values, and one row for each design; notes wrapped at {@code width}. */
    public static String text(PowerCurve curve, int width) {
        StringBuilder out = new StringBuilder("Power of the test of ")
                .append(curve.test())
                .append(" (")
                .append(curve.method())
                .append(", alpha ")
                .append(plain(curve.alpha()))
                .append("), by simulation\n");
        out.append(Wrap.lines("True effects: " + effects(curve), width, "", "  "));
        boolean several = !curve.along().isEmpty();
        TextTable table = new TextTable(several ? "rrrrrrr" : "rrrrrr");
        List<String> names = List.of("rows", "power", "lower", "upper", "significant", "singular");
        table.row(several ? prepend(curve.along(), names) : names);
        for (PowerPoint point : curve.points()) {
            List<String> cells = List.of(
                    Long.toString(point.rows()),
                    Decimals.fixed(point.power(), 3),
                    Decimals.fixed(point.interval().lower(), 3),
                    Decimals.fixed(point.interval().upper(), 3),
                    point.significant() + "/" + point.replicates(),
                    Integer.toString(point.singular()));
            table.row(several ? prepend(Integer.toString(point.size()), cells) : cells);
        }
        out.append(table.render("  "));
        out.append("95 % intervals of Clopper and Pearson; singular fits count like others\n");
        failures(curve)
                .forEach((why, count) -> out.append(
                        Wrap.lines("not significant because they failed: " + count + ", " + why, width, "", "  ")));
        return out.toString();
    }

    private static String effects(PowerCurve curve) {
        return String.join(
                ", ",
                curve.effects().stream()
                        .map(effect -> effect.coefficient() + " = " + plain(effect.value()))
                        .toList());
    }

    /** Six digits at most, and no zeros at the end. */
    private static String plain(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(value)
                        .round(new MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static List<String> prepend(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private static Map<String, Integer> failures(PowerCurve curve) {
        Map<String, Integer> failures = new TreeMap<>();
        curve.points()
                .forEach(point -> point.failures().forEach((why, count) -> failures.merge(why, count, Integer::sum)));
        return failures;
    }

    /**
     * {@code test, method, alpha, effects{name: value}, along, points[{size, rows, groups{}, replicates, significant,
     * power, lower, upper, level, singular, failures{}}]}. UTF-8.
     */
    public static void json(PowerCurve curve, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object()
                    .text("test", curve.test())
                    .text("method", curve.method())
                    .number("alpha", curve.alpha())
                    .object("effects");
            curve.effects().forEach(effect -> json.number(effect.coefficient(), effect.value()));
            json.end().text("along", curve.along()).array("points");
            for (PowerPoint point : curve.points()) {
                json.object()
                        .count("size", point.size())
                        .count("rows", point.rows())
                        .object("groups");
                point.groups().forEach(json::count);
                json.end()
                        .count("replicates", point.replicates())
                        .count("significant", point.significant())
                        .number("power", point.power())
                        .number("lower", point.interval().lower())
                        .number("upper", point.interval().upper())
                        .number("level", point.interval().level())
                        .count("singular", point.singular())
                        .object("failures");
                point.failures().forEach(json::count);
                json.end().end();
            }
            json.endArray().end();
        }
    }
}
