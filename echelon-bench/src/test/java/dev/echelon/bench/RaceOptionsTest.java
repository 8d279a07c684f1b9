package dev.echelon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RaceOptionsTest {

    @Test
    void withoutOptionsEveryModelRaces() {
        RaceOptions options = RaceOptions.parse(new String[0]);
        assertThat(options.models()).hasSameSizeAs(RaceModel.all());
        assertThat(options.skipR()).isFalse();
        assertThat(options.save()).isEmpty();
    }

    @Test
    void quickLeavesTheMillionRowSetsOutUnlessTheyAreNamed() {
        assertThat(names("--quick")).doesNotContain("million1", "million2").contains("d3");
        assertThat(names("--quick", "--only", "million1,pastes")).containsExactly("pastes", "million1");
    }

    @Test
    void saveTakesTheDateItIsGiven() {
        assertThat(RaceOptions.parse(new String[] {"--save", "2026-01-31", "--skip-r"})
                        .save())
                .contains("2026-01-31");
    }

    @Test
    void unknownModelsAndOptionsAreRefusedByName() {
        assertThatThrownBy(() -> names("--only", "sleep")).hasMessageContaining("'sleep'");
        assertThatThrownBy(() -> names("--fast")).hasMessageContaining("'--fast'");
    }

    @Test
    void everyModelOfTheRepositoryFindsItsData() {
        Path root = Path.of(System.getProperty("echelon.root", ".."));
        assertThat(RaceModel.all().stream()
                        .filter(model -> Files.exists(root.resolve("data").resolve(model.file())))
                        .map(RaceModel::name))
                .contains("sleepstudy", "penicillin", "pastes", "machines", "egsingle", "chem97", "insteval3");
    }

    private static Iterable<String> names(String... args) {
        return RaceOptions.parse(args).models().stream().map(RaceModel::name).toList();
    }
}
