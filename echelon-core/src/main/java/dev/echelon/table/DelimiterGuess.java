package dev.echelon.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Which of comma, semicolon and tab separates the fields: the one that splits the header and gives the largest share of
 * the first records as many fields as the header; among equals the one with more fields.
 */
final class DelimiterGuess {
    private static final char[] CANDIDATES = {',', ';', '\t'};
    private static final int RECORDS = 100;
    private static final int CHARACTERS = 1 << 16;

    private DelimiterGuess() {}

    static char of(CsvInput input) throws IOException {
        if (input.isNamedTabSeparated()) {
            return '\t';
        }
        String head = head(input);
        char best = ',';
        double highest = 0;
        for (char candidate : CANDIDATES) {
            double score = score(head, candidate);
            if (score > highest) {
                highest = score;
                best = candidate;
            }
        }
        return best;
    }

    /** The first lines, whole unless there is only one. */
    private static String head(CsvInput input) throws IOException {
        char[] buffer = new char[CHARACTERS];
        int length = 0;
        try (Reader reader = input.openLeniently()) {
            int read = reader.read(buffer, 0, CHARACTERS);
            while (read > 0) {
                length += read;
                read = length == CHARACTERS ? -1 : reader.read(buffer, length, CHARACTERS - length);
            }
        }
        int end = length;
        while (length == CHARACTERS && end > 1 && buffer[end - 1] != '\n') {
            end--;
        }
        return new String(Arrays.copyOf(buffer, end > 1 ? end : length));
    }

    private static double score(String head, char delimiter) {
        int width = 0;
        int records = 0;
        int equal = 0;
        try (var reader = CsvScan.dialect(delimiter).ofCsvRecord(head)) {
            for (CsvRecord record : reader) {
                if (records++ == 0) {
                    width = record.getFieldCount();
                }
                equal += record.getFieldCount() == width ? 1 : 0;
                if (records == RECORDS) {
                    break;
                }
            }
        } catch (CsvParseException e) {
            // A quote out of place or cut off by the end of the head: judge by the records before it.
            records++;
        } catch (IOException e) {
            throw new IllegalStateException(e); // a String has no input errors
        }
        // Among equal shares the wider wins; no width outweighs one record of a hundred.
        return width < 2 ? 0 : (double) equal / records + Math.min(width, 1000) * 1e-6;
    }
}
