package dev.echelon.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Short column heads in the manner R readers know: {@code (Intr)}, {@code MachnB}. */
final class Abbreviation {
    private static final String VOWELS = "aeiou";

    private Abbreviation() {}

    /** Heads of about {@code length} characters, longer only where two names would look the same. */
    static List<String> of(List<String> names, int length) {
        List<String> heads = new ArrayList<>();
        int longest = names.stream().mapToInt(String::length).max().orElse(0);
        for (int size = length; size <= Math.max(length, longest); size++) {
            heads.clear();
            for (String name : names) {
                heads.add(shorten(name, size));
            }
            if (new HashSet<>(heads).size() == heads.size()) {
                return heads;
            }
        }
        return names;
    }

    /** Drops lower-case vowels, then other lower-case letters, from the end until {@code length} is reached. */
    private static String shorten(String name, int length) {
        StringBuilder out = new StringBuilder(name);
        for (boolean vowels : new boolean[] {true, false}) {
            for (int i = out.length() - 1; i > 0 && out.length() > length; i--) {
                char c = out.charAt(i);
                if (Character.isLowerCase(c) && (!vowels || VOWELS.indexOf(c) >= 0)) {
                    out.deleteCharAt(i);
                }
            }
        }
        return out.toString();
    }
}
