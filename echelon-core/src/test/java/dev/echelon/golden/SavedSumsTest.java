package dev.echelon.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.DataSummary;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fit from saved cross-products has every number of the fit of the data, bit for bit: their saved fits are one file. */
class SavedSumsTest {

    static List<Reference> references() {
        return Reference.all();
    }

    @ParameterizedTest
    @MethodSource("references")
    void aFitFromSavedSumsIsTheFitOfTheData(Reference reference, @TempDir Path folder) throws IOException {
        Lmm model = reference.model();
        Path sums = folder.resolve("sums");
        model.summarise(reference.data()).save(sums);
        LmmFit direct = model.fit(reference.data());
        LmmFit fit = model.fit(DataSummary.load(sums));

        direct.save(folder.resolve("direct.fit"));
        fit.save(folder.resolve("sums.fit"));
        assertThat(Files.mismatch(folder.resolve("direct.fit"), folder.resolve("sums.fit")))
                .isEqualTo(-1);
        assertThat(fit.coefficients(fit.preferredDf())).isEqualTo(direct.coefficients(direct.preferredDf()));
    }
}
