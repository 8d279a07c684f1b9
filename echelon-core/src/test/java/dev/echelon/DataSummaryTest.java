package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataSummaryTest {

    private static Table rows() {
        Random random = new Random(11);
        int n = 400;
        double[] y = new double[n];
        double[] x = new double[n];
        double[] g = new double[n];
        List<String> f = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            g[i] = random.nextInt(30);
            x[i] = 5 + random.nextGaussian();
            f.add(random.nextBoolean() ? "a" : "b");
            y[i] = 2 + 0.5 * x[i] + Math.sin(g[i]) + 0.2 * x[i] * Math.cos(g[i]) + random.nextGaussian();
        }
        return Table.builder()
                .numbers("y", y)
                .numbers("x", x)
                .numbers("g", g)
                .factor("f", f.toArray(new String[0]))
                .build();
    }

    @Test
    void aSummaryFitsLikeItsRows() {
        Table rows = rows();
        Lmm model = Lmm.of("y ~ x * f + (x | g)");
        LmmFit whole = model.fit(rows);
        LmmFit fit = model.fit(model.summarise(rows));

        assertThat(fit.objective()).isEqualTo(whole.objective());
        assertThat(fit.coefficients()).isEqualTo(whole.coefficients());
        assertThat(fit.findings()).isEqualTo(whole.findings());
        assertThat(fit.randomEffects("g").levels())
                .isEqualTo(whole.randomEffects("g").levels());
        assertThat(fit.provenance().dataDigest()).isEqualTo(rows.digest());
        assertThat(fit.modelRows()).isEmpty();
        assertThat(fit.withRows(rows).fitted()).containsExactly(whole.fitted());
    }

    @Test
    void aSummaryKnowsItsModelLevelsAndRows() {
        DataSummary summary = Lmm.of("y ~ . + (1 | g)").summarise(rows().drop("f"));

        assertThat(summary.formula()).isEqualTo("y ~ 1 + x + (1 | g)");
        assertThat(summary.model().fit(summary).observations()).isEqualTo(400);
        assertThat(summary.groups()).containsExactly("g");
        assertThat(summary.levels("g")).hasSize(30).startsWith("0", "1");
        assertThat(summary.rows().used()).isEqualTo(400);
    }

    @Test
    void aSummaryOfAnotherModelIsRefused() {
        DataSummary summary = Lmm.of("y ~ x + (1 | g)").summarise(rows());

        assertThatThrownBy(() -> Lmm.of("y ~ x * f + (1 | g)").fit(summary))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'f' was not summed up");
        assertThatThrownBy(() -> Lmm.of("y ~ x + (1 | g)").weights("x").fit(summary))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("weights");
    }

    @Test
    void aModelWithAnRSideCannotBeSummedUp() {
        assertThatThrownBy(() -> Lmm.of("y ~ x + repeated(cs(f | g))").summarise(rows()))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("repeated()");
    }
}
