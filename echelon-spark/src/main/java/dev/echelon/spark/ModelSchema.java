package dev.echelon.spark;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** Whether a dataset has what a model reads. */
final class ModelSchema {
    private ModelSchema() {}

    /**
     * Checks names and types.
     *
     * @throws EchelonException for the first column that is missing, or is of a type that a model cannot use
     */
    static void require(ModelOptions options, StructType schema) {
        DatasetColumns all = DatasetColumns.of(schema);
        List<String> names = all.names();
        Set<String> read = options.columns(names);
        options.model().formula().withColumns(names).require(names);
        List<String> others = new ArrayList<>(options.factors());
        others.add(options.weights());
        others.add(options.offset());
        for (String name : others) {
            if (!name.isEmpty() && !names.contains(name)) {
                throw unknown(name, names);
            }
        }
        all.only(read).columns().forEach(DatasetColumn::requireUsable);
    }

    static EchelonException unknown(String name, List<String> names) {
        return new EchelonException("the dataset has no column '" + name + "'" + Suggestions.hint(name, names)
                + "; its columns are " + String.join(", ", names));
    }
}
