package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the sources say about documents is true, documents do not point into the void, and files stay readable. */
class DocumentationTest {
    private static final int LONGEST_FILE = 500;
    private static final int LONGEST_KERNEL = 800;
    private static final Pattern MENTION = Pattern.compile("\\bdocs/([\\w/-]+)(\\.md(?:#([\\w-]+))?)?");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#([\\w-]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([\\w-]+)\">");

    @Test
    void everyDocumentThatASourceMentionsExists() throws IOException {
        List<String> broken = new ArrayList<>();
        int mentions = 0;
        for (Path source : Repository.javaSources()) {
            if (source.endsWith("DocumentationTest.java")) {
                continue;
            }
            Matcher mention = MENTION.matcher(text(source));
            while (mention.find()) {
                mentions++;
                if (!exists(mention.group(1), mention.group(2) != null, mention.group(3))) {
                    broken.add(source.getFileName() + ": " + mention.group());
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(mentions).isGreaterThan(5); // the search itself works
    }

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(text(document));
            while (link.find()) {
                String file = link.group(1);
                if (file.contains(":")) {
                    continue; // another site
                }
                Path target = file.isEmpty()
                        ? document
                        : document.resolveSibling(file).normalize();
                if (!Files.exists(target)
                        || link.group(2) != null && !anchors(target).contains(link.group(2))) {
                    broken.add(Repository.root().relativize(document) + ": " + link.group());
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everySourceFileFitsItsLimit() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path source : Repository.javaSources()) {
            int lines = (int) text(source).lines().count();
            boolean kernel = source.resolveSibling("").endsWith("linalg");
            if (lines >= (kernel ? LONGEST_KERNEL : LONGEST_FILE)) {
                tooLong.add(source.getFileName() + ": " + lines + " lines");
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyClassThatTheArchitectureNamesExists() throws IOException {
        Set<String> known = new TreeSet<>();
        for (Path source : Repository.javaSources()) {
            known.add(source.getFileName().toString().replace(".java", ""));
        }
        Set<String> unknown = new TreeSet<>();
        Matcher name = Pattern.compile("`([A-Z][a-z]\\w+)[`.#(]")
                .matcher(text(Repository.root().resolve("ARCHITECTURE.md")));
        while (name.find()) {
            if (!known.contains(name.group(1))) {
                unknown.add(name.group(1));
            }
        }

        assertThat(unknown).isEmpty();
    }

    /** A document may be named in full, or by the number of a decision alone. */
    private static boolean exists(String path, boolean inFull, @org.jspecify.annotations.Nullable String anchor)
            throws IOException {
        Path file = Repository.root().resolve("docs").resolve(path + ".md");
        if (inFull) {
            return Files.exists(file) && (anchor == null || anchors(file).contains(anchor));
        }
        for (Path candidate : Repository.files(file.resolveSibling(""), ".md")) {
            if (candidate
                    .getFileName()
                    .toString()
                    .startsWith(Path.of(path).getFileName().toString())) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents =
                new ArrayList<>(Repository.files(Repository.root().resolve("docs"), ".md"));
        for (String name :
                List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")) {
            documents.add(Repository.root().resolve(name));
        }
        return documents;
    }

    /** The anchors of a document: of its headings, as usual viewers of Markdown make them, and those set by hand. */
    private static Set<String> anchors(Path document) throws IOException {
        Set<String> anchors = new TreeSet<>();
        String text = text(document);
        Matcher heading = HEADING.matcher(text);
        while (heading.find()) {
            String words = heading.group(1).strip().toLowerCase(Locale.ROOT);
            anchors.add(words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
        }
        Matcher anchor = ANCHOR.matcher(text);
        while (anchor.find()) {
            anchors.add(anchor.group(1));
        }
        return anchors;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
