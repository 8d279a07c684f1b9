package dev.echelon.internal.sparse;

/**
 * Which panels change which: update u of a target is the panel {@code source[u]}, whose rows {@code from[u]..to[u]} are
 * columns of the target. Updates of a target are start[target]..start[target+1], sources ascending.
 */
final class PanelUpdates {
    final int[] start;
    final int[] source;
    final int[] from;
    final int[] to;

    PanelUpdates(int[] start, int[] source, int[] from, int[] to) {
        this.start = start;
        this.source = source;
        this.from = from;
        this.to = to;
    }

    static PanelUpdates of(Symbolic symbolic) {
        int panels = symbolic.panels();
        int[] start = new int[panels + 1];
        for (int d = 0; d < panels; d++) {
            int last = -1;
            for (int row : symbolic.rows[d]) {
                if (symbolic.panelOf[row] != last) {
                    last = symbolic.panelOf[row];
                    start[last + 1] = Math.incrementExact(start[last + 1]);
                }
            }
        }
        for (int p = 0; p < panels; p++) {
            start[p + 1] = Math.addExact(start[p], start[p + 1]);
        }
        int[] source = new int[start[panels]];
        int[] from = new int[source.length];
        int[] to = new int[source.length];
        int[] next = java.util.Arrays.copyOf(start, panels);
        for (int d = 0; d < panels; d++) {
            int[] rows = symbolic.rows[d];
            int i = 0;
            while (i < rows.length) {
                int target = symbolic.panelOf[rows[i]];
                int u = next[target]++;
                source[u] = d;
                from[u] = i;
                while (i < rows.length && symbolic.panelOf[rows[i]] == target) {
                    i++;
                }
                to[u] = i;
            }
        }
        return new PanelUpdates(start, source, from, to);
    }
}
