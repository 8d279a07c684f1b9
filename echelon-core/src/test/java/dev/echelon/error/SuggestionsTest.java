package dev.echelon.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {

    private static final List<String> COLUMNS = List.of("Reaction", "Days", "Subject", "x");

    @Test
    void slipsAreRecognised() {
        assertThat(Suggestions.nearest("dayz", COLUMNS)).contains("Days");
        assertThat(Suggestions.nearest("Raection", COLUMNS)).contains("Reaction");
        assertThat(Suggestions.nearest("SUBJECT", COLUMNS)).contains("Subject");
        assertThat(Suggestions.nearest("X", COLUMNS)).contains("x");
    }

    @Test
    void differentNamesAreNotSuggested() {
        assertThat(Suggestions.nearest("weight", COLUMNS)).isEmpty();
        assertThat(Suggestions.nearest("z", COLUMNS)).isEmpty();
        assertThat(Suggestions.nearest("", COLUMNS)).isEmpty();
        assertThat(Suggestions.nearest("dayz", List.of())).isEmpty();
    }
}
