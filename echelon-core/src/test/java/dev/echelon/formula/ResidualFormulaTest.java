package dev.echelon.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidualFormulaTest {

    @Test
    void repeatedNamesStructurePositionSubjectAndGroup() {
        ResidualTerm term = Formula.parse("y ~ trt*visit + (1 | block) + repeated(arh1(visit | subject, group = arm))")
                .residual()
                .orElseThrow();

        assertThat(term.structure()).isEqualTo(Structure.of("arh1"));
        assertThat(term.positionLabel()).isEqualTo("visit");
        assertThat(term.subjectLabel()).isEqualTo("subject");
        assertThat(term.groupLabel()).isEqualTo("arm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "repeated(us(visit | id)); repeated(us(visit | id))",
                "repeated(un(visit | arm/id)); repeated(us(visit | id, group = arm))",
                "repeated(ante(visit | a:b)); repeated(adh(visit | a:b))",
                "repeated(cs(1 | id)); repeated(cs(1 | id))",
                "repeated(cs(v | id, hom = false)); repeated(csh(v | id))",
                "repeated(homcs(v | id)); repeated(cs(v | id))",
                "repeated(ar1(v | id, hom = F)); repeated(arh1(v | id))",
                "repeated(diag(1 | site)); repeated(id(1 | site, group = site))",
                "repeated(gau(x + `b c` | 1, nugget = true)); repeated(gau(x + `b c` | 1, nugget = true))",
                "repeated(matern(x | f, nu = 1.5, nugget = FALSE)); repeated(matern(x | f, nu = 1.5))",
                "repeated(arma(t | f, q = 1, p = 2)); repeated(arma(t | f, p = 2, q = 1))",
                "repeated(kron(us(a, band = 2), ar1(t) | g)); repeated(kron(us(a, band = 2), ar1(t) | g))",
                "repeated(known(p | f, cov = 'K')); repeated(known(p | f, cov = K))",
                "variance(power(v)*ident(a:b)); variance(power(v) * ident(a:b))",
                "variance(constPower(fitted())); variance(constPower(fitted()))",
                "repeated(ar1(factor(t) | s)) + variance(exp(log(v))); repeated(ar1(factor(t) | s)) + variance(exp(log(v)))"
            })
    void residualSideHasACanonicalText(String written, String canonical) {
        Formula formula = Formula.parse("y ~ 1 + " + written);

        assertThat(formula.expanded()).isEqualTo("y ~ 1 + " + canonical);
        assertThat(Formula.parse(formula.expanded()).expanded()).isEqualTo(formula.expanded());
        assertThat(formula.hasResidualSide()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(x | gr(g, cov = K)); (1 + x | gr(g, cov = K))",
                "fa0(0 + f | g, rank = 2); fa0(0 + f | g, rank = 2)",
                "cs(1 + f | g, hom = true); homcs(1 + f | g)",
                "csh(1 + f | g); cs(1 + f | g)",
                "toep(v | g, hom = true); homtoep(1 + v | g)"
            })
    void optionsOfRandomTermsHaveACanonicalText(String written, String canonical) {
        Formula formula = Formula.parse("y ~ 1 + " + written);

        assertThat(formula.expanded()).isEqualTo("y ~ 1 + " + canonical);
        assertThat(Formula.parse(formula.expanded()).expanded()).isEqualTo(formula.expanded());
        assertThat(formula.hasResidualSide()).isFalse();
    }

    @Test
    void knownMatricesAreNoColumns() {
        Formula formula = Formula.parse("y ~ x + (1 | gr(animal, cov = A)) + repeated(fixed(p | f, cov = R))");

        assertThat(formula.matrices()).containsExactly("A", "R");
        assertThat(formula.columns()).containsExactly("y", "x", "animal", "p", "f");
        formula.require(List.of("y", "x", "animal", "f", "p"));
    }

    @Test
    void columnsOfTheResidualSideAreColumnsOfTheModel() {
        Formula formula = Formula.parse("y ~ x + repeated(us(v | id, group = arm)) + variance(power(z) * ident(s))");

        assertThat(formula.columns()).containsExactly("y", "x", "v", "id", "arm", "z", "s");
    }

    @Test
    void dotLeavesOutTheSubjects() {
        Formula formula = Formula.parse("y ~ . + repeated(us(v | id))").expandDot(List.of("y", "a", "v", "id"));

        assertThat(formula.fixed().terms()).extracting(Term::label).containsExactly("a", "v");
    }

    @Test
    void optionsAreNumbersAndSwitches() {
        Structure structure = Formula.parse("y ~ repeated(matern(x + z | f, nu = 2.5, nugget = TRUE))")
                .residual()
                .orElseThrow()
                .structure();

        assertThat(structure.options()).isEqualTo(Map.of("nu", 2.5, "nugget", 1.0));
        assertThat(structure.has("nugget")).isTrue();
        assertThat(structure.option("rank", 1)).isEqualTo(1);
    }
}
