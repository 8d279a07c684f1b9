package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sample of lme4's reference results through {@code fit --json}; the library is held against all of them. */
class GoldenCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleepstudy-slope-reml | sleepstudy.csv |",
                "sleepstudy-slope-ml | sleepstudy.csv | --ml",
                "sleepstudy-independent-reml | sleepstudy.csv |",
                "sleepstudy-weighted-reml | sleepstudy_weighted.csv | --weights w",
                "pastes-nested-reml | pastes.csv |",
                "penicillin-crossed-ml | penicillin.csv | --ml",
                "machines-vector-reml | machines.csv |",
                "oats-sum-contrasts-reml | oats.csv | --coding Variety=sum",
                "cake-interaction-reml | cake.csv | --factor temperature --factor replicate",
                "dyestuff2-reml | dyestuff2.csv |"
            })
    void fitAsJsonGivesTheReference(String reference, String data, @Nullable String options) throws IOException {
        String whole = Files.readString(golden(reference));
        String expected = whole.substring(0, whole.indexOf("\"vcov\"")); // means come later
        List<String> args = new ArrayList<>(List.of("fit", text(expected, "formula"), Run.data(data), "--json"));
        if (options != null) {
            args.addAll(List.of(options.split(" ")));
        }
        Run run = Run.of(args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(numbers(run.out(), "objective").get(0))
                .isCloseTo(numbers(expected, "objective").get(0), within(1e-6));
        assertThat(numbers(run.out(), "df").get(0))
                .isEqualTo(numbers(expected, "df").get(0));
        // The reference's optimiser stops with σ and the standard errors right to about 1e-6 of themselves.
        for (String name : List.of("sigma", "estimate", "se")) {
            List<Double> ours = numbers(run.out(), name);
            List<Double> theirs = numbers(expected, name);
            assertThat(ours).as(name).hasSameSizeAs(theirs);
            for (int i = 0; i < ours.size(); i++) {
                double scale = name.equals("estimate") ? numbers(expected, "se").get(i) : theirs.get(i);
                assertThat(ours.get(i)).as(name + " " + i).isCloseTo(theirs.get(i), within(1e-5 * scale));
            }
        }
    }

    private static Path golden(String reference) {
        return Path.of(Run.data(""))
                .resolveSibling("echelon-core/src/test/resources/golden")
                .resolve(reference + ".json");
    }

    private static String text(String json, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static List<Double> numbers(String json, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\"\\s*:\\s*(-?[0-9][-+0-9.eE]*)").matcher(json);
        List<Double> numbers = new ArrayList<>();
        while (matcher.find()) {
            // The model's own fields come first; residual parameters repeat sigma.
            if (!(name.equals("sigma") && !numbers.isEmpty())) {
                numbers.add(Double.valueOf(matcher.group(1)));
            }
        }
        return numbers;
    }
}
