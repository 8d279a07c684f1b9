package dev.echelon.formula;

/** Cuts the text of a formula into tokens, one at a time. The current token is in {@link #kind} and its span. */
final class Scanner {

    enum Kind {
        END,
        NUMBER,
        STRING,
        NAME,
        OPEN,
        CLOSE,
        COMMA,
        ASSIGN,
        PACKAGE,
        OPERATOR
    }

    private final String text;

    private Kind kind = Kind.END;
    private int start;
    private int end;
    private String value = "";

    Scanner(String text) {
        this.text = text;
        advance();
    }

    Kind kind() {
        return kind;
    }

    /** The name or text without quotes and escapes, the operator, or the number as written. */
    String value() {
        return value;
    }

    Span span() {
        return new Span(start, end);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && value.equals(operator);
    }

    FormulaException error(String sentence, Span span) {
        return new FormulaException(sentence, text, span);
    }

    /** Reads the next token. */
    void advance() {
        int i = end;
        while (i < text.length() && isBlank(text.charAt(i))) {
            i++;
        }
        start = i;
        if (i == text.length()) {
            token(Kind.END, i, "");
            return;
        }
        char c = text.charAt(i);
        if (isDigit(c) || c == '.' && i + 1 < text.length() && isDigit(text.charAt(i + 1))) {
            number();
        } else if (c == '.' || Character.isLetter(text.codePointAt(i))) {
            name();
        } else if (c == '"' || c == '\'' || c == '`') {
            quoted(c);
        } else {
            symbol(c);
        }
    }

    private void token(Kind newKind, int newEnd, String newValue) {
        kind = newKind;
        end = newEnd;
        value = newValue;
    }

    private void name() {
        int i = start;
        while (i < text.length() && Names.isPart(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        token(Kind.NAME, i, text.substring(start, i));
    }

    private void number() {
        int i = digits(start);
        if (i < text.length() && text.charAt(i) == '.') {
            i = digits(i + 1);
        }
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int j = i + 1;
            if (j < text.length() && (text.charAt(j) == '+' || text.charAt(j) == '-')) {
                j++;
            }
            i = digits(j);
            if (i == j) {
                throw error("this number has no digits after its exponent sign 'e'", new Span(start, j));
            }
        }
        if (i < text.length() && text.charAt(i) == 'L') {
            i++;
        }
        token(Kind.NUMBER, i, text.substring(start, i));
    }

    private int digits(int from) {
        int i = from;
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** A text in quotes or a name in backticks; a backslash takes the next character as it is, but for n and t. */
    private void quoted(char quote) {
        StringBuilder content = new StringBuilder();
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
                content.append(unescape(text.charAt(i)));
            } else {
                content.append(text.charAt(i));
            }
            i++;
        }
        if (i == text.length()) {
            String what = quote == '`' ? "backtick" : "quote";
            throw error("this " + what + " is never closed", new Span(start, start + 1));
        }
        if (quote == '`' && content.length() == 0) {
            throw error("there is no name between these backticks", new Span(start, i + 1));
        }
        token(quote == '`' ? Kind.NAME : Kind.STRING, i + 1, content.toString());
    }

    private static char unescape(char c) {
        return c == 'n' ? '\n' : c == 't' ? '\t' : c;
    }

    private void symbol(char c) {
        char next = start + 1 < text.length() ? text.charAt(start + 1) : '\0';
        switch (c) {
            case '(' -> token(Kind.OPEN, start + 1, "(");
            case ')' -> token(Kind.CLOSE, start + 1, ")");
            case ',' -> token(Kind.COMMA, start + 1, ",");
            case '+', '-', '/', '^', '~' -> token(Kind.OPERATOR, start + 1, String.valueOf(c));
            case '*' -> {
                boolean power = next == '*';
                token(Kind.OPERATOR, start + (power ? 2 : 1), power ? "^" : "*");
            }
            case '|' -> optionalSecond(next == '|', "|", "||");
            case '<' -> optionalSecond(next == '=', "<", "<=");
            case '>' -> optionalSecond(next == '=', ">", ">=");
            case '!' -> optionalSecond(next == '=', "!", "!=");
            case '&' -> token(Kind.OPERATOR, start + 1, "&");
            case '=' -> equalSign(next);
            case ':' -> colons(next);
            case '%' -> percent();
            default -> throw unexpectedCharacter();
        }
    }

    private void optionalSecond(boolean second, String one, String two) {
        token(Kind.OPERATOR, start + (second ? 2 : 1), second ? two : one);
    }

    private void equalSign(char next) {
        if (next == '=') {
            token(Kind.OPERATOR, start + 2, "==");
        } else {
            token(Kind.ASSIGN, start + 1, "=");
        }
    }

    private void colons(char next) {
        if (next == ':') {
            boolean three = start + 2 < text.length() && text.charAt(start + 2) == ':';
            token(Kind.PACKAGE, start + (three ? 3 : 2), three ? ":::" : "::");
        } else {
            token(Kind.OPERATOR, start + 1, ":");
        }
    }

    private void percent() {
        int close = text.indexOf('%', start + 1);
        if (close < 0) {
            throw error("this '%' is never closed; operators are written %in%, %% or %/%", new Span(start, start + 1));
        }
        String operator = text.substring(start, close + 1);
        if (!operator.equals("%in%") && !operator.equals("%%") && !operator.equals("%/%")) {
            throw error(
                    "there is no operator " + operator + "; the operators between percent signs are %in%, %% and %/%",
                    new Span(start, close + 1));
        }
        token(Kind.OPERATOR, close + 1, operator);
    }

    private FormulaException unexpectedCharacter() {
        int codePoint = text.codePointAt(start);
        int width = Character.charCount(codePoint);
        return error(
                "the character '" + Character.toString(codePoint)
                        + "' has no meaning in a formula; put a column name that contains it in backticks",
                new Span(start, start + width));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\u00a0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
