package dev.echelon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RaceResultTest {
    private static final Pairs NOTHING = Pairs.of(Map.of());

    @Test
    void anObjectiveBelowLme4Agrees() {
        assertThat(result(objective("99.5"), objective("100")).agrees()).isTrue();
    }

    @Test
    void anObjectiveAboveLme4ByMoreThanRoundingDoesNotAgree() {
        assertThat(result(objective("100.0000005"), objective("100")).agrees()).isTrue();
        assertThat(result(objective("100.000002"), objective("100")).agrees()).isFalse();
    }

    @Test
    void aMissingOrUndefinedObjectiveOfOursNeverAgrees() {
        assertThat(result(Pairs.failure("no fit"), NOTHING).agrees()).isFalse();
        assertThat(result(objective("NaN"), objective("100")).agrees()).isFalse();
    }

    @Test
    void withoutLme4AnyFitAgrees() {
        assertThat(result(objective("100"), NOTHING).agrees()).isTrue();
        assertThat(result(objective("100"), Pairs.failure("no lme4")).agrees()).isTrue();
    }

    @Test
    void theRatioIsTheirTimeOverOurs() {
        Pairs ours =
                Pairs.of(Map.of("objective", "1", "median_ms", "0.25", "evaluations", "5", "evaluation_ms", "0.01"));
        RaceResult result = result(ours, Pairs.of(Map.of("objective", "1", "median_ms", "25")));
        assertThat(result.ratio()).isEqualTo(100);
        assertThat(result.millisPerEvaluation()).isEqualTo(0.05);
        assertThat(result.evaluationRatio()).isEqualTo(5);
    }

    @Test
    void theRatioOfABootstrapIsOfTimesPerReplicate() {
        Pairs ours = Pairs.of(Map.of("objective", "1", "median_ms", "1000", "units", "10000"));
        Pairs theirs = Pairs.of(Map.of("objective", "1", "median_ms", "10000", "units", "1000"));
        assertThat(result(ours, theirs).ratio()).isEqualTo(100);
        RaceModel boot = RaceModel.all().stream()
                .filter(model -> model.work() == RaceWork.BOOTSTRAP)
                .findFirst()
                .orElseThrow();
        RaceResult result = new RaceResult(boot, ours, theirs, Double.NaN, Double.NaN);
        assertThat(RaceTable.of(java.util.List.of(result)))
                .contains("of 10000 replicates, lme4 ms of 1000")
                .contains("0.1000 ms and 10.00 ms a replicate");
    }

    @Test
    void aRowShowsWhatWentWrong() {
        assertThat(RaceTable.row(result(Pairs.failure("no fit"), NOTHING)))
                .contains("sleepstudy")
                .contains("WRONG")
                .contains("no fit");
    }

    private static RaceResult result(Pairs echelon, Pairs lme4) {
        return new RaceResult(RaceModel.all().get(0), echelon, lme4, Double.NaN, Double.NaN);
    }

    private static Pairs objective(String value) {
        return Pairs.of(Map.of("objective", value));
    }
}
