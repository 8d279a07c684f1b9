package dev.echelon.report.equation;

import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The levels of a model and at which of them its predictors vary. Level 1 are the rows, level 2 the finest groups, and so
 * on; groups that are not nested share one level.
 */
final class Levels {
    private static final String INDICES = "jklmopqrstuvwxyz";

    private final ModelShape shape;
    private final List<String> groups;
    private final int count;
    private final Map<String, Integer> levelOfColumn;

    Levels(ModelShape shape) {
        this.shape = shape;
        this.groups = shape.groups();
        this.count = groups.isEmpty() ? 1 : crossed() ? 2 : groups.size() + 1;
        this.levelOfColumn = shape.fixed().stream()
                .filter(column -> !column.intercept())
                .collect(Collectors.toMap(ModelShape.FixedColumn::name, this::level, (a, b) -> a));
    }

    /** The number of levels. */
    int count() {
        return count;
    }

    /** Whether groups share a level because they are not nested. */
    boolean crossed() {
        return groups.size() > 1 && !shape.nested();
    }

    /** The level of the units of a grouping factor. */
    int of(String group) {
        return crossed() ? 2 : groups.indexOf(group) + 2;
    }

    /** The index of the units of one grouping factor alone: {@code j}, {@code k}, … */
    String own(String group) {
        return letter(groups.indexOf(group));
    }

    private static String letter(int g) {
        return g < INDICES.length() ? INDICES.substring(g, g + 1) : "j" + g;
    }

    /** The index of a unit of a level, with those of the units above it: {@code ij}, {@code jk}, {@code i(jk)}. */
    String index(int level) {
        StringBuilder all = new StringBuilder();
        for (int g = crossed() ? 0 : Math.max(0, level - 2); g < groups.size(); g++) {
            all.append(letter(g));
        }
        String above = crossed() ? "(" + all + ")" : all.toString();
        return level == 1 ? "i" + above : above;
    }

    /** The index of a predictor of that level. */
    String index(String predictor, int level) {
        if (level == 2 && crossed()) {
            return shape.fixed().stream()
                    .filter(column -> column.name().equals(predictor))
                    .flatMap(column -> column.constantWithin().stream())
                    .map(this::own)
                    .findFirst()
                    .orElse(index(level));
        }
        return index(level);
    }

    private int level(ModelShape.FixedColumn column) {
        int level = 1;
        for (String group : column.constantWithin()) {
            level = Math.max(level, of(group));
        }
        return level;
    }

    /**
     * The predictors whose product a column is, by level: entry 0 those of level 1. A column whose parts are not all
     * columns themselves is a predictor of its own.
     */
    List<List<String>> product(String column) {
        List<List<String>> byLevel = new ArrayList<>();
        for (int l = 0; l < count; l++) {
            byLevel.add(new ArrayList<>());
        }
        if (column.equals("(Intercept)")) {
            return byLevel;
        }
        List<String> parts = Arrays.asList(column.split(":"));
        if (parts.size() > 1 && levelOfColumn.keySet().containsAll(parts)) {
            parts.forEach(
                    part -> byLevel.get(levelOfColumn.getOrDefault(part, 1) - 1).add(part));
        } else {
            byLevel.get(levelOfColumn.getOrDefault(column, 1) - 1).add(column);
        }
        return byLevel;
    }
}
