package dev.echelon.report.figure;

/** Words for what is drawn of many. */
public final class Thinning {
    private Thinning() {}

    /** {@code 21st}, {@code 4th}. */
    public static String ordinal(int number) {
        int last = number % 10;
        boolean teen = number / 10 % 10 == 1;
        return number + (teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
    }
}
