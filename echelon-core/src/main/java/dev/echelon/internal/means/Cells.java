package dev.echelon.internal.means;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cells of a grid by combinations of factors. */
public final class Cells {
    private final ReferenceGrid grid;
    private final Optional<String> trend;

    /**
     * @param trend the covariate whose slope is taken in place of a mean
     */
    public Cells(ReferenceGrid grid, Optional<String> trend) {
        this.grid = grid;
        this.trend = trend;
    }

    /** The families in order, the first {@code by} factor fastest; in each the cells, the first factor fastest. */
    public List<List<Cell>> families(List<String> factors, List<String> by) {
        List<List<Cell>> families = new ArrayList<>();
        for (Map<String, Integer> outer : places(by)) {
            List<Cell> family = new ArrayList<>();
            for (Map<String, Integer> inner : places(factors)) {
                Map<String, Integer> all = new LinkedHashMap<>(outer);
                all.putAll(inner);
                double[] row =
                        trend.map(covariate -> grid.slope(all, covariate)).orElseGet(() -> grid.row(all));
                family.add(new Cell(labels(inner), labels(outer), row, trend.isPresent() ? 0 : grid.offset(all)));
            }
            families.add(family);
        }
        return families;
    }

    private List<String> labels(Map<String, Integer> places) {
        List<String> labels = new ArrayList<>();
        places.forEach((name, place) -> labels.add(grid.labels(name).get(place)));
        return labels;
    }

    private List<Map<String, Integer>> places(List<String> names) {
        List<Map<String, Integer>> places = List.of(Map.of());
        for (String name : names) {
            List<Map<String, Integer>> next = new ArrayList<>();
            for (int place = 0; place < grid.labels(name).size(); place++) {
                for (Map<String, Integer> before : places) {
                    Map<String, Integer> more = new LinkedHashMap<>(before);
                    more.put(name, place);
                    next.add(more);
                }
            }
            places = next;
        }
        return places;
    }

    /** The interaction contrasts of cells over all these factors: consecutive differences along each. */
    public List<Cell> interaction(List<Cell> family, List<String> factors) {
        List<Cell> cells = family;
        int stride = 1;
        for (String name : factors) {
            int size = grid.labels(name).size();
            List<Cell> differences = new ArrayList<>();
            for (int i = 0; i < cells.size(); i++) {
                if (i / stride % size < size - 1) {
                    differences.add(Cell.combine(List.of(cells.get(i + stride), cells.get(i)), new double[] {1, -1}));
                }
            }
            cells = differences;
            stride *= size - 1;
        }
        return cells;
    }
}
