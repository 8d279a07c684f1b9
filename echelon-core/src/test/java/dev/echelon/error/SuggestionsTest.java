package dev.echelon.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> SLEEP = List.of("Reaction", "Days", "Subject");

    @ParameterizedTest
    @CsvSource({"Dyas,Days", "days,Days", "Day,Days", "reacton,Reaction", "Subj,Subject", "SUBJECT,Subject"})
    void mistypedNameSuggestsTheColumn(String typed, String meant) {
        assertThat(Suggestions.nearest(typed, SLEEP)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "weight", "Re", "''"})
    void farNameSuggestsNothing(String typed) {
        assertThat(Suggestions.nearest(typed, SLEEP)).isEmpty();
        assertThat(Suggestions.hint(typed, SLEEP)).isEmpty();
    }

    @Test
    void oneLetterNamesAreNotNearEachOther() {
        assertThat(Suggestions.nearest("x", List.of("y", "z"))).isEmpty();
        assertThat(Suggestions.nearest("x", List.of("y", "X"))).contains("X");
    }

    @Test
    void nearestWinsOverFirstAndFirstAmongEquals() {
        assertThat(Suggestions.nearest("sample2", List.of("sample12", "sample2b", "Sample2")))
                .contains("Sample2");
        assertThat(Suggestions.nearest("year3", List.of("year1", "year2"))).contains("year1");
    }

    @Test
    void distanceCountsASwapOfNeighboursOnce() {
        assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestions.distance("dyas", "days")).isEqualTo(1);
        assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void turkishLocaleDoesNotChangeCase() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(Suggestions.nearest("ID", List.of("id"))).contains("id");
        } finally {
            Locale.setDefault(before);
        }
    }
}
