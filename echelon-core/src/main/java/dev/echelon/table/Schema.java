package dev.echelon.table;

import java.util.List;
import java.util.Optional;

/**
 * What the columns of a source are, before its rows are read.
 *
 * @param fields the columns in order
 */
public record Schema(List<Field> fields) {
    public Schema {
        fields = List.copyOf(fields);
    }

    /** The names in order. */
    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** The field of that name. */
    public Optional<Field> find(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /**
     * One column.
     *
     * @param name its name
     * @param levels the levels of a factor, in order; empty for numbers
     * @param numeric whether it holds numbers
     */
    public record Field(String name, List<String> levels, boolean numeric) {
        public Field {
            levels = List.copyOf(levels);
        }
    }
}
