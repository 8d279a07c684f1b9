package dev.echelon.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.report.document.Document;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of columns, levels and files are text, whatever they look like. */
class HostileNamesTest {
    @Test
    void namesNeverBecomeMarkup(@TempDir Path folder) {
        Document document = Reports.hostile(folder);
        String html = Reports.html(document);
        assertThat(html)
                .doesNotContain(Reports.SCRIPT)
                .doesNotContain("<img src=x")
                .doesNotContain("<b>&amp;\"")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("😀")
                .contains("שלום");
        assertThat(html.split("<script", -1)).hasSize(2);
        String drawings = String.join(
                "",
                Reports.figures(document).stream().map(figure -> figure.svg()).toList());
        assertThat(html.split("</svg>", -1)).hasSameSizeAs(drawings.split("</svg>", -1));
    }

    @Test
    void idsOnAPageAreUnique(@TempDir Path folder) {
        List<String> ids = new java.util.ArrayList<>();
        java.util.regex.Matcher found =
                java.util.regex.Pattern.compile("\\bid=\"([^\"]*)\"").matcher(Reports.html(Reports.hostile(folder)));
        while (found.find()) {
            ids.add(found.group(1));
        }
        assertThat(ids).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    }
}
