package dev.echelon.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the rows.
 *
 * @param read rows in the source
 * @param used rows in the fit
 * @param dropped rows left out, by reason ({@code missing in 'Days'}); each row counts once
 */
public record RowReport(long read, long used, Map<String, Long> dropped) {
    public RowReport {
        dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
    }
}
