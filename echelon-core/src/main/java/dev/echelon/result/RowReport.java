package dev.echelon.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the rows of the data.
 *
 * @param read how many rows there were
 * @param used how many the model uses
 * @param dropped how many were left out, by reason; a row is counted once, under its first reason
 */
public record RowReport(long read, long used, Map<String, Long> dropped) {
    /** Copies {@code dropped}, keeping its order. */
    public RowReport {
        dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
    }

    /** {@code missing in 'Days': 2, zero weight: 1}; empty if none was dropped. */
    public String reasons() {
        List<String> parts = new ArrayList<>();
        dropped.forEach((reason, count) -> parts.add(reason + ": " + count));
        return String.join(", ", parts);
    }
}
