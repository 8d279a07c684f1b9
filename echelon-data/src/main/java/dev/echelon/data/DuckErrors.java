package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What DuckDB says, in one sentence that names the place and a remedy. */
final class DuckErrors {
    private static final Pattern SCHEMA = Pattern.compile(
            "Schema mismatch.*?Main file schema: (.*?)\n.*?Current file: (.*?)\n.*?Column with name: \"(.*?)\" is missing",
            Pattern.DOTALL);
    private static final Pattern JSON_TYPE =
            Pattern.compile("JSON transform error in file \"(.*?)\", in line (\\d+): (.*?)(\\n|$)");
    private static final Pattern JSON_FORM =
            Pattern.compile("Malformed JSON in file \"(.*?)\", at byte \\d+ in line (\\d+): (.*?)\\.?\\s*(\\n|$)");
    private static final Pattern CSV_LINE = Pattern.compile("CSV Error on Line: (\\d+)");
    private static final Pattern CSV_WIDTH = Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
    private static final Pattern CSV_FILE = Pattern.compile("\n *file = (.*?)\n");
    private static final Pattern NO_FILE = Pattern.compile("No files found that match the pattern \"(.*?)\"");
    private static final Pattern PLACE = Pattern.compile("\nLINE (\\d+): .*\n( *)\\^");
    private static final Pattern EXTENSION = Pattern.compile(
            "it exists in the (\\w+) extension|requires the extension (\\w+) to|Extension \"?(\\w+)\"? .*not found");
    private static final Pattern QUOTED_FILE = Pattern.compile("'([^']*)'");
    private static final Pattern GZIP = Pattern.compile("GZIP stream: (.*)");
    private static final Pattern CATEGORY = Pattern.compile("^[A-Z][A-Za-z ]{2,40} (?:Error|Exception): ");
    private static final Pattern VALUE = Pattern.compile(
            "Could not convert string '([^\n]{0,100}?)' to '?(\\w+)'?(?: when casting from source column (.*))?");
    private static final int LONGEST = 300;

    /** What a person wrote, whose places mean something to that person. */
    static final String QUERY = "the query";

    private DuckErrors() {}

    /** The sentence for a failure while reading {@code source}. */
    static EchelonException explained(Throwable failure, String source) {
        if (failure instanceof EchelonException known) {
            return known;
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String sentence = sentence(message, source);
        return new EchelonException(
                sentence != null ? sentence : "cannot read " + source + ": " + firstLine(message), failure);
    }

    private static @Nullable String sentence(String message, String source) {
        String found = ofFiles(message);
        if (found == null) {
            found = ofText(message);
        }
        if (found == null) {
            found = ofQuery(message, source.equals(QUERY));
        }
        return found != null ? found : ofValue(message, source);
    }

    private static @Nullable String ofValue(String message, String source) {
        Matcher value = VALUE.matcher(message);
        if (!value.find()) {
            return null;
        }
        String column = value.group(3) == null ? "a column" : "column '" + value.group(3) + "'";
        return column + " of " + source + " holds '" + value.group(1) + "' among values of type " + value.group(2)
                + "; correct it, or leave the row out";
    }

    private static @Nullable String ofFiles(String message) {
        Matcher quoted = QUOTED_FILE.matcher(message);
        if (message.contains("No magic bytes found at end") || message.contains("too small to be a Parquet")) {
            return (quoted.find() ? "'" + quoted.group(1) + "'" : "the file")
                    + " is not a whole Parquet file: its end is missing; copy or write it again";
        }
        Matcher gzip = GZIP.matcher(message);
        if (gzip.find()) {
            return "'" + gzip.group(1).strip() + "' ends in the middle of its compressed data; copy or write it again";
        }
        Matcher missing = NO_FILE.matcher(message);
        if (missing.find()) {
            return "there is no file '" + missing.group(1) + "'; relative paths start at '"
                    + java.nio.file.Path.of("").toAbsolutePath() + "'";
        }
        if (message.contains("Out of Memory Error")) {
            return "reading the data needs more memory than DuckDB was given; allow more, or choose fewer columns and"
                    + " rows (" + firstLine(message) + ")";
        }
        return null;
    }

    private static @Nullable String ofText(String message) {
        Matcher schema = SCHEMA.matcher(message);
        if (schema.find()) {
            return "file '" + schema.group(2) + "' has no column '" + schema.group(3) + "', which '" + schema.group(1)
                    + "' has; read together, files must have the same columns";
        }
        Matcher type = JSON_TYPE.matcher(message);
        if (type.find()) {
            return "line " + type.group(2) + " of '" + type.group(1) + "' has another type than the lines before: "
                    + decapitalised(type.group(3)) + "; correct it, or give all lines one type";
        }
        Matcher form = JSON_FORM.matcher(message);
        if (form.find() && form.group(3).contains("unexpected end")) {
            return "'" + form.group(1)
                    + "' ends in the middle of its last line: the file may have been cut off; copy or"
                    + " write it again";
        }
        if (form.reset().find()) {
            return "line " + form.group(2) + " of '" + form.group(1) + "' is not JSON: " + decapitalised(form.group(3))
                    + "; if it is the last line, the file may have been cut off";
        }
        return csv(message);
    }

    private static @Nullable String csv(String message) {
        Matcher line = CSV_LINE.matcher(message);
        if (!line.find()) {
            return null;
        }
        Matcher file = CSV_FILE.matcher(message);
        String where = "line " + line.group(1) + (file.find() ? " of '" + file.group(1) + "'" : "");
        Matcher width = CSV_WIDTH.matcher(message);
        return width.find()
                ? where + " has " + width.group(2) + " fields, but the header has " + width.group(1)
                        + "; correct it, or check the delimiter; if it is the last line, the file may have been cut off"
                : where + " cannot be read as delimited text; correct it";
    }

    private static @Nullable String ofQuery(String message, boolean written) {
        Matcher extension = EXTENSION.matcher(message);
        if (extension.find()) {
            String name = first(extension);
            return "this needs DuckDB's extension '" + name + "', which is not part of Echelon and is not downloaded;"
                    + " export the data to Parquet or CSV, or read a database by its jdbc: address";
        }
        Matcher place = PLACE.matcher(message);
        if (written && place.find()) {
            int column = place.group(2).length() - ("LINE " + place.group(1) + ": ").length() + 1;
            return "the query has an error at line " + place.group(1) + ", column " + Math.max(1, column) + ": "
                    + decapitalised(firstLine(message)) + candidates(message);
        }
        return null;
    }

    private static String candidates(String message) {
        Matcher matcher =
                Pattern.compile("(Candidate bindings: .*|Did you mean .*)").matcher(message);
        return matcher.find() ? "; " + decapitalised(matcher.group(1).strip()) : "";
    }

    private static String first(Matcher matcher) {
        for (int i = 1; i <= matcher.groupCount(); i++) {
            if (matcher.group(i) != null) {
                return matcher.group(i);
            }
        }
        return "";
    }

    /** What is said, without the category before and the advice on DuckDB's options after. */
    private static String firstLine(String message) {
        String text = message.startsWith("java.sql.SQLException: ") ? message.substring(23) : message;
        String line = CATEGORY.matcher(text.lines().findFirst().orElse(text)).replaceFirst("");
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return cut.endsWith("!") || cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }

    private static String decapitalised(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }
}
