package dev.echelon.report.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.echelon.report.Reports;
import dev.echelon.report.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports in a real browser. Skipped where there is no Chromium; .ci/run installs it where it can. */
class BrowserTest {
    private static final Path SHOTS = Path.of("target", "screenshots").toAbsolutePath();

    /** When the events of a scroll are over. */
    private static final String SETTLED =
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Chromium browser;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = Chromium.program();
        assumeTrue(
                program.isPresent(),
                "no Chromium on the PATH: install Debian's package 'chromium', or set CHROMIUM to the program");
        browser = Chromium.start(program.orElseThrow());
        write("sleepstudy", Reports.sleepstudy());
        write("patients", Reports.patients());
        write("hostile", Reports.hostile(folder));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void write(String name, Document document) throws IOException {
        Files.writeString(folder.resolve(name + ".html"), Reports.html(document));
    }

    private static void open(String name) {
        browser.open(folder.resolve(name + ".html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleepstudy", "patients", "hostile"})
    void pagesOpenWithoutComplaintOrRequest(String name) {
        open(name);
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).isEmpty();
        assertThat(browser.evaluate("document.compatMode")).isEqualTo("CSS1Compat");
        assertThat(browser.number("document.querySelectorAll('script').length")).isEqualTo(1);
        assertThat(browser.number("document.querySelectorAll('img, iframe, link, object').length"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleepstudy", "patients", "hostile"})
    void equationsHaveBoxes(String name) {
        open(name);
        assertThat(browser.number("document.querySelectorAll('math').length")).isGreaterThan(4);
        assertThat(browser.number(
                        "[...document.querySelectorAll('math')].filter(m => m.getBoundingClientRect().width < 20 ||"
                                + " m.getBoundingClientRect().height < 10).length"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleepstudy", "patients", "hostile"})
    void figuresHaveASizeAndATextAlternative(String name) {
        open(name);
        assertThat(browser.number("document.querySelectorAll('figure svg.figure').length"))
                .isEqualTo(browser.number("document.querySelectorAll('figure').length"))
                .isGreaterThan(10);
        assertThat(browser.number("[...document.querySelectorAll('svg.figure')].filter(s =>"
                        + " s.getBoundingClientRect().width < 150 || s.getBoundingClientRect().height < 60 ||"
                        + " !s.getAttribute('aria-labelledby').split(' ').every(id =>"
                        + " document.getElementById(id).textContent.length > 5)).length"))
                .isZero();
    }

    @Test
    void headingsAreInOrder() {
        open("patients");
        assertThat(browser.evaluate("(() => { let last = 0; for (const h of document.querySelectorAll('h1,h2,h3,h4')) {"
                        + " const level = +h.tagName[1]; if (level > last + 1) return h.textContent; last = level; }"
                        + " return ''; })()"))
                .isEqualTo("");
    }

    @Test
    void sectionsFold() {
        open("sleepstudy");
        String open = "document.querySelectorAll('details.section[open]').length";
        assertThat(browser.number(open)).isGreaterThan(5);
        browser.evaluate("document.getElementById('fold').click()");
        assertThat(browser.number(open)).isZero();
        browser.evaluate("document.getElementById('fold').click()");
        assertThat(browser.number(open))
                .isEqualTo(browser.number("document.querySelectorAll('details.section').length"));
        browser.evaluate("document.querySelector('details.section summary').click()");
        assertThat(browser.number("document.querySelectorAll('details.section:not([open])').length"))
                .isEqualTo(1);
    }

    @Test
    void tablesSortByNumber() {
        open("patients");
        String column = "[...document.querySelectorAll('#coefficients tbody tr')].map(r => +r.cells[1].dataset.value)";
        String sorted = "(v => v.every((x, i) => i === 0 || v[i - 1] <= x))(" + column + ")";
        assertThat(browser.evaluate(sorted)).isEqualTo(false);
        browser.evaluate("document.querySelectorAll('#coefficients thead button')[1].click()");
        assertThat(browser.evaluate(sorted)).isEqualTo(true);
        assertThat(browser.evaluate("document.querySelectorAll('#coefficients thead th')[1].getAttribute('aria-sort')"))
                .isEqualTo("ascending");
        browser.evaluate("document.querySelectorAll('#coefficients thead button')[1].click()");
        assertThat(browser.evaluate("(v => v.every((x, i) => i === 0 || v[i - 1] >= x))(" + column + ")"))
                .isEqualTo(true);
    }

    @Test
    void tablesAreCopiedInFullPrecision() {
        open("sleepstudy");
        browser.evaluate("document.querySelector('#coefficients button.copy').click()");
        String csv = String.valueOf(browser.evaluate(
                "new Promise(done => setTimeout(() =>" + " done(document.documentElement.dataset.copied), 300))"));
        assertThat(csv.lines().findFirst().orElse("")).contains("estimate,standard error");
        assertThat(csv).containsPattern("Days,10\\.46728\\d{6,}");
        assertThat(csv.lines()).hasSize(3);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void termsAreExplainedByKeyboard() {
        open("sleepstudy");
        assertThat(browser.number("document.querySelectorAll('button.term').length"))
                .isGreaterThan(5);
        assertThat(browser.evaluate("(() => { const t = document.querySelector('button.term'); t.focus(); const m ="
                        + " document.getElementById(t.getAttribute('aria-describedby')); return"
                        + " getComputedStyle(m).visibility + m.textContent.length; })()"))
                .asString()
                .matches("visible\\d{2,}");
    }

    /** Prints what docs/guide/report.md says; times are not asserted, because tests may share their machine. */
    @Test
    void aPageOfManyRowsOpensFromDisk() {
        open("patients");
        double[] painted = new double[7];
        double[] loaded = new double[7];
        for (int k = 0; k < loaded.length; k++) {
            open("patients");
            loaded[k] = browser.number("performance.getEntriesByType('navigation')[0].loadEventEnd");
            painted[k] = browser.number("new Promise(done => new PerformanceObserver((list, self) => { const first ="
                    + " list.getEntriesByName('first-contentful-paint')[0]; if (first) { self.disconnect();"
                    + " done(first.startTime); } }).observe({ type: 'paint', buffered: true }))");
        }
        Arrays.sort(painted);
        Arrays.sort(loaded);
        System.out.printf(
                Locale.ROOT,
                "report of 8525 rows from disk, median of 7 loads: first paint after %.0f ms, loaded after %.0f ms, %.2f MB%n",
                painted[3],
                loaded[3],
                folder.resolve("patients.html").toFile().length() / 1e6);
        assertThat(painted[3]).isPositive();
        assertThat(loaded[3]).isPositive();
    }

    @Test
    void reportsKeepWithinTheirSize() {
        assertThat(folder.resolve("patients.html"))
                .satisfies(page -> assertThat(Files.size(page)).isLessThan(2_000_000));
    }

    /** The place of the first mark of a figure, in the window. */
    private static double[] mark(String figure) {
        browser.evaluate(
                "document.getElementById('figure-" + figure + "').scrollIntoView({ behavior: 'instant' });" + SETTLED);
        String box = "document.querySelector('#figure-" + figure + " [data-t]').getBoundingClientRect()";
        return new double[] {
            browser.number("(b => b.x + b.width / 2)(" + box + ")"),
            browser.number("(b => b.y + b.height / 2)(" + box + ")")
        };
    }

    private static void point(double x, double y) {
        browser.call(
                "Input.dispatchMouseEvent",
                String.format(Locale.ROOT, "{\"type\":\"mouseMoved\",\"x\":%.1f,\"y\":%.1f}", x, y));
    }

    private static String tip() {
        return String.valueOf(browser.evaluate("(t => t.hidden ? '' : t.textContent)(document.querySelector('.tip'))"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caterpillar-subject-days",
                "shrinkage-subject",
                "three-ways",
                "sizes-subject",
                "g-subject",
                "residuals",
                "residuals-by-subject",
                "simulated-row",
                "influence-subject"
            })
    void marksSayWhatTheyAreToThePointer(String figure) {
        open("sleepstudy");
        assertThat(tip()).isEmpty();
        double[] at = mark(figure);
        point(at[0], at[1]);
        assertThat(tip())
                .isNotEmpty()
                .isEqualTo(browser.evaluate("document.querySelector('#figure-" + figure + " [data-t]').dataset.t"));
        assertThat(browser.number("(t => t.right <= innerWidth && t.left >= 0 && t.top >= 0 ? 1 : 0)"
                        + "(document.querySelector('.tip').getBoundingClientRect())"))
                .isEqualTo(1);
        point(2, 2);
        assertThat(tip()).isEmpty();
    }

    @Test
    void elementsOfMatricesSayWhereTheyAre() {
        open("patients");
        browser.evaluate(
                "document.getElementById('figure-sparsity-z-zoom').scrollIntoView({ behavior: 'instant' });" + SETTLED);
        String box = "document.querySelector('#figure-sparsity-z-zoom svg rect').getBoundingClientRect()";
        point(browser.number(box + ".right") - 2, browser.number(box + ".bottom") - 1);
        assertThat(tip()).isEqualTo("row 252, column 10");
    }

    @Test
    void marksSayWhatTheyAreToTheKeyboard() {
        open("sleepstudy");
        browser.evaluate("document.querySelector('#figure-caterpillar-subject-days .drawing').focus()");
        String second = String.valueOf(browser.evaluate(
                "document.querySelectorAll('#figure-caterpillar-subject-days [data-t]')[1].dataset.t"));
        for (int k = 0; k < 2; k++) {
            browser.call(
                    "Input.dispatchKeyEvent", "{\"type\":\"keyDown\",\"key\":\"ArrowRight\",\"code\":\"ArrowRight\"}");
        }
        assertThat(tip()).isEqualTo(second);
        assertThat(browser.evaluate("document.getElementById('said').textContent"))
                .isEqualTo(second);
        browser.call("Input.dispatchKeyEvent", "{\"type\":\"keyDown\",\"key\":\"Escape\",\"code\":\"Escape\"}");
        assertThat(tip()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void bothThemesAreDrawn(String theme) {
        browser.call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + theme + "\"}]}");
        open("sleepstudy");
        String paper = String.valueOf(browser.evaluate("getComputedStyle(document.body).backgroundColor"));
        assertThat(paper).isEqualTo(theme.equals("dark") ? "rgb(20, 24, 29)" : "rgb(255, 255, 255)");
        assertThat(browser.screenshot(SHOTS.resolve("sleepstudy-" + theme + ".png")))
                .isGreaterThan(20_000);
        browser.evaluate("document.getElementById('theme').click()");
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(paper);
        browser.call("Emulation.setEmulatedMedia", "{\"features\":[]}");
    }

    /** axe-core, if .ci/run or 'npm install --prefix target/axe axe-core' has fetched it. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void axeFindsNothingSerious(String theme) throws IOException {
        Path axe = Path.of(System.getProperty("echelon.root", ".."))
                .resolve("target/axe/node_modules/axe-core/axe.min.js");
        assumeTrue(Files.exists(axe), "no axe-core: npm install --prefix target/axe axe-core");
        for (String name : new String[] {"sleepstudy", "hostile"}) {
            open(name);
            browser.evaluate("document.documentElement.dataset.theme = '" + theme + "'");
            browser.evaluate(Files.readString(axe) + "; true");
            Object serious = browser.evaluate("axe.run().then(r => r.violations.filter(v => v.impact === 'serious' ||"
                    + " v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0,"
                    + " 160) + ' ' + n.failureSummary).join(' | ')).join('\\n'))");
            assertThat(serious).isEqualTo("");
        }
    }
}
