package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the first bytes of a file say: its byte order mark, its encoding, and whether it is text at all. */
final class TextProbe {
    private static final Map<String, String> SIGNATURES = signatures();

    private final byte[] head;
    private final Charset charset;
    private final int markLength;

    private TextProbe(byte[] head, Charset charset, int markLength) {
        this.head = head;
        this.charset = charset;
        this.markLength = markLength;
    }

    static TextProbe of(byte[] head, Charset declared) {
        if (startsWith(head, "\u00ef\u00bb\u00bf")) {
            return new TextProbe(head, StandardCharsets.UTF_8, 3);
        }
        if (startsWith(head, "\u00ff\u00fe")) {
            return new TextProbe(head, StandardCharsets.UTF_16LE, 2);
        }
        if (startsWith(head, "\u00fe\u00ff")) {
            return new TextProbe(head, StandardCharsets.UTF_16BE, 2);
        }
        return new TextProbe(head, declared, 0);
    }

    /** How the text is encoded: by its byte order mark if it has one. */
    Charset charset() {
        return charset;
    }

    /** The number of bytes of the byte order mark. */
    int markLength() {
        return markLength;
    }

    /** Refuses what is not text, with a guess at what it is. */
    void requireText(String name) {
        for (Map.Entry<String, String> signature : SIGNATURES.entrySet()) {
            if (startsWith(head, signature.getKey())) {
                throw new EchelonException(
                        "'" + name + "' is " + signature.getValue() + ", not delimited text; export it as CSV");
            }
        }
        boolean usesNul = charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
        for (int i = 0; i < head.length && !usesNul; i++) {
            if (head[i] == 0) {
                throw new EchelonException("'" + name + "' is a binary file (byte " + (i + 1)
                        + " is NUL), not delimited text; export it as CSV, or name its charset if it is UTF-16");
            }
        }
    }

    private static boolean startsWith(byte[] head, String signature) {
        if (head.length < signature.length()) {
            return false;
        }
        for (int i = 0; i < signature.length(); i++) {
            if ((head[i] & 0xff) != signature.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** First bytes, one per character, and what they are the beginning of. */
    private static Map<String, String> signatures() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("PAR1", "a Parquet file");
        map.put("ARROW1", "an Arrow or Feather file");
        map.put("FEA1", "a Feather file");
        map.put("PK\u0003\u0004", "a zip archive or an Excel workbook (xlsx)");
        map.put("\u00d0\u00cf\u0011\u00e0", "an old Excel workbook (xls)");
        map.put("SQLite format 3", "a SQLite database");
        map.put("%PDF", "a PDF document");
        map.put("RDX2", "an R workspace (RData)");
        map.put("RDX3", "an R workspace (RData)");
        map.put("X\n\0\0\0", "an R object (RDS)");
        map.put("$FL2", "an SPSS file (sav)");
        map.put("<stata_dta>", "a Stata file (dta)");
        map.put("\u0089HDF", "an HDF5 file");
        map.put("BZh91AY&SY", "a bzip2 archive");
        map.put("\u00fd7zXZ", "an xz archive");
        map.put("(\u00b5/\u00fd", "a zstd archive");
        map.put("7z\u00bc\u00af", "a 7-zip archive");
        map.put("<!DOCTYPE", "a web page");
        map.put("<html", "a web page");
        map.put("{\"", "a JSON file");
        map.put("[{", "a JSON file");
        return map;
    }
}
