package dev.echelon.report.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Explains each term where a document uses it first. A glossary remembers what it has explained: one per document. */
public final class Glossary {
    private static final Map<String, String> MEANINGS = read();
    private static final Pattern TERMS = Pattern.compile(
            MEANINGS.keySet().stream()
                    .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(?<![\\p{L}-])(", ")(?![\\p{L}-])")),
            Pattern.CASE_INSENSITIVE);

    private final Set<String> explained = new HashSet<>();

    /**
     * A stretch of text.
     *
     * @param text as written
     * @param meaning what it means; empty if it needs no explanation
     * @param id of the explanation on the page
     */
    public record Span(String text, String meaning, String id) {}

    /** The text in stretches; terms that are met for the first time have their meaning. */
    public List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        Matcher terms = TERMS.matcher(text);
        int from = 0;
        while (terms.find()) {
            String term = terms.group().toLowerCase(java.util.Locale.ROOT);
            if (explained.add(term)) {
                spans.add(new Span(text.substring(from, terms.start()), "", ""));
                spans.add(new Span(
                        terms.group(), MEANINGS.getOrDefault(term, ""), "term-" + term.replaceAll("[^a-z0-9]+", "-")));
                from = terms.end();
            }
        }
        spans.add(new Span(text.substring(from), "", ""));
        return spans;
    }

    private static Map<String, String> read() {
        Map<String, String> meanings = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Glossary.class.getResourceAsStream("glossary.txt")), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    meanings.put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return meanings;
    }
}
