package dev.echelon.report.document;

import dev.echelon.report.template.JtereportGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A document as one HTML file that needs nothing else: no network, no fonts, no libraries. */
public final class HtmlDocument {
    private HtmlDocument() {}

    /** Writes it in UTF-8 and leaves {@code target} open. */
    public static void write(Document document, OutputStream target) {
        try {
            Writer writer = new OutputStreamWriter(target, StandardCharsets.UTF_8);
            JtereportGenerated.render(
                    new OwaspHtmlTemplateOutput(new WriterOutput(writer)),
                    null,
                    document,
                    new Glossary(),
                    resource("report.css"),
                    resource("report.js"));
            writer.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlDocument.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
