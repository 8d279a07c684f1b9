package dev.echelon.internal.predict;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Sets of labels that rows have in common. */
final class Components {
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<Integer, Integer> parents = new HashMap<>();

    /** All labels of one row belong together. */
    void join(List<String> labels) {
        for (String label : labels) {
            int first = root(place(labels.get(0)));
            parents.put(root(place(label)), first);
        }
    }

    /** The set of a label that has been joined. */
    int of(String label) {
        return root(place(label));
    }

    /** The sets of some labels; labels that were never joined are in none. */
    Iterable<Integer> distinct(List<String> labels) {
        TreeSet<Integer> distinct = new TreeSet<>();
        for (String label : labels) {
            Integer place = places.get(label);
            if (place != null) {
                distinct.add(root(place));
            }
        }
        return distinct;
    }

    private int place(String label) {
        return places.computeIfAbsent(label, key -> places.size());
    }

    private int root(int place) {
        int root = place;
        int parent = parents.getOrDefault(root, root);
        while (parent != root) {
            root = parent;
            parent = parents.getOrDefault(root, root);
        }
        parents.put(place, root);
        return root;
    }
}
