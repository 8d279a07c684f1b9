package dev.echelon.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.Criterion;
import dev.echelon.DfMethod;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.formula.Coding;
import dev.echelon.report.document.Block;
import dev.echelon.table.Csv;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code with nlme, for residual structures, was run in R 4.2: it gives the criterion of the fit. */
class ReproductionTest {
    private static String code(Lmm model, String file, String title) {
        LmmFit fit = model.fit(Csv.read(Fits.data(file)));
        List<Block> blocks = Reproduction.blocks(fit, DfMethod.SATTERTHWAITE, file);
        return blocks.stream()
                .filter(block ->
                        block instanceof Block.Code code && code.title().equals(title))
                .map(block -> ((Block.Code) block).text())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheFormulaDoesNotSayIsSaidToo() {
        Lmm model = Lmm.of("yield ~ Variety * nitro + (1 | Block/Variety)")
                .criterion(Criterion.ML)
                .factors("nitro")
                .coding("Variety", Coding.sum());
        assertThat(code(model, "oats.csv", "Command"))
                .isEqualTo("echelon fit 'yield ~ Variety * nitro + (1 | Block/Variety)' oats.csv --ml --factor nitro"
                        + " --coding 'Variety=sum'");
        assertThat(code(model, "oats.csv", "Java"))
                .contains(
                        ".criterion(Criterion.ML)",
                        ".factors(\"nitro\")",
                        ".coding(\"Variety\", Coding.named(\"sum\"))",
                        ".fit(Csv.source(Path.of(\"oats.csv\")));");
        assertThat(code(model, "oats.csv", "R"))
                .contains(
                        "library(lmerTest)",
                        "data$nitro <- factor(data$nitro)",
                        "contrasts(data$Variety) <- \"contr.sum\"",
                        "lmer(yield ~ Variety * nitro + (1 | Block/Variety), data = data, REML = FALSE)");
        Lmm weighted = Lmm.of("Reaction ~ Days + (Days | Subject)").weights("w");
        assertThat(code(weighted, "sleepstudy_weighted.csv", "Command")).endsWith(" --weights w");
        assertThat(code(weighted, "sleepstudy_weighted.csv", "R")).contains("data = data, weights = w)");
    }

    @ParameterizedTest
    @CsvSource({
        "cs(age | Subject), 'gls(distance ~ age + Sex, data = data,', 'corCompSymm(form = ~ 1 | Subject)'",
        "ar1(age | Subject), 'gls(distance ~ age + Sex, data = data,', 'corAR1(form = ~ as.integer(factor(age)) | Subject)'",
        "us(age | Subject), 'weights = varIdent(form = ~ 1 | age)', 'corSymm(form = ~ as.integer(factor(age)) | Subject)'",
        "'ar1(age | Subject, group = Sex)', # lme4 and nlme have no counterpart of this model, #",
        "toep(age | Subject), # lme4 and nlme have no counterpart of this model, #"
    })
    void structuresOfResidualsAreThoseOfNlme(String structure, String first, String second) {
        assertThat(code(Lmm.of("distance ~ age + Sex").repeated(structure), "orthodont.csv", "R"))
                .contains(first, second)
                .doesNotContain("lmer");
    }

    @Test
    void randomEffectsOfTheSubjectsGoToLme() {
        assertThat(code(
                        Lmm.of("Reaction ~ Days + (1 | Subject) + repeated(ar1(Days | Subject))"),
                        "sleepstudy.csv",
                        "R"))
                .contains("lme(Reaction ~ Days, data = data,", "random = ~ 1 | Subject");
    }

    @Test
    void functionsThatRDoesNotHaveAreDefined() {
        assertThat(code(Lmm.of("Reaction ~ within(Days, Subject) + (1 | Subject)"), "sleepstudy.csv", "R"))
                .contains("within <- function(x, g) x - ave(x, g)");
    }
}
