package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of the columns: blanks around them removed, missing ones made up, none twice. */
final class CsvHeader {
    private final List<String> names = new ArrayList<>();
    private final List<List<String>> notes = new ArrayList<>();

    CsvHeader(List<String> fields, String source) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).strip();
            boolean unnamed = name.isEmpty();
            if (unnamed) {
                name = ".." + (i + 1);
            }
            Integer earlier = positions.putIfAbsent(name, i + 1);
            if (earlier != null) {
                throw new EchelonException("'" + source + "' has two columns named '" + name + "', at positions "
                        + earlier + " and " + (i + 1) + "; rename one of them");
            }
            names.add(name);
            notes.add(unnamed ? List.of("has no name in the header (row names?); named by its position") : List.of());
        }
    }

    List<String> names() {
        return names;
    }

    List<String> notes(int column) {
        return notes.get(column);
    }

    void requireAll(Set<String> wanted, String source) {
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw Table.unknownColumn(name, names, "'" + source + "' has ");
            }
        }
    }
}
