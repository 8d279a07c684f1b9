package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.table.Table;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Cross-products that releases have written: every later release reads them. A file here is never changed or removed; a
 * new format adds its own.
 */
class SavedSumsStayReadableTest {

    private static DataSummary load(String name) throws URISyntaxException {
        URL resource = Objects.requireNonNull(SavedSumsStayReadableTest.class.getResource("/saved/" + name), name);
        return DataSummary.load(Path.of(resource.toURI()));
    }

    /** Levels with labels outside ASCII, more than are written as JSON, in two crossed factors. */
    static Table crossed() {
        Random random = new Random(97);
        int n = 400;
        double[] y = new double[n];
        double[] x = new double[n];
        String[] s = new String[n];
        String[] d = new String[n];
        for (int i = 0; i < n; i++) {
            int student = random.nextInt(100);
            int lecturer = random.nextInt(70);
            x[i] = random.nextInt(50) / 8.0;
            s[i] = "s" + student;
            d[i] = "δ" + lecturer;
            y[i] = 0.25 * x[i] + student % 5 + lecturer % 3 + random.nextInt(64) / 16.0;
        }
        return Table.builder()
                .numbers("y", y)
                .numbers("x", x)
                .factor("s", s)
                .factor("d", d)
                .build();
    }

    @Test
    void format1HoldsSectionsOfEveryKind() throws URISyntaxException {
        DataSummary sums = load("crossed-format1.sums");
        Lmm model = Lmm.of("y ~ x + (1 | s) + (1 | d)");

        assertThat(sums.formula()).isEqualTo("y ~ x + (1 | s) + (1 | d)");
        assertThat(sums.levels("d")).contains("δ0", "δ69");
        LmmFit direct = model.fit(crossed());
        assertThat(model.fit(sums).objective()).isCloseTo(direct.objective(), within(1e-9));
        assertThat(model.fit(sums).coefficient("x").estimate())
                .isCloseTo(direct.coefficient("x").estimate(), within(1e-12));
    }

    @Test
    void format1HoldsTwoEffectsOfManyNumberedLevels() throws URISyntaxException {
        DataSummary sums = load("hsb82-format1.sums");

        assertThat(sums.levels("school")).hasSize(160).startsWith("1224", "1288");
        // lme4 1.1-31: lmer(mAch ~ ses + (ses | school), hsb82): REMLcrit, fixef
        LmmFit fit = sums.model().fit(sums);
        assertThat(fit.objective()).isCloseTo(46640.398254161, within(1e-5));
        assertThat(fit.coefficient("ses").estimate()).isCloseTo(2.393813195, within(1e-6));
    }
}
