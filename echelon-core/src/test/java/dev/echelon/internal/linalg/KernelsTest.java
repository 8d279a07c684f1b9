package dev.echelon.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelsTest {
    private final String before = System.getProperty(Kernels.PROPERTY, "auto");

    @AfterEach
    void restore() {
        System.setProperty(Kernels.PROPERTY, before);
    }

    @Test
    void withoutAProviderEverySizeIsDoneInJava() {
        assertThat(Kernels.best(5).name()).isEqualTo("java");
        assertThat(Kernels.best(5000).name()).isEqualTo("java");
        assertThat(Kernels.forWork(5000, 1e12).name()).isEqualTo("java");
        assertThat(Kernels.status()).isEqualTo("java (no native kernels on the class path)");
    }

    @Test
    void javaCanBeSelected() {
        System.setProperty(Kernels.PROPERTY, "Java");
        assertThat(Kernels.best(5000).name()).isEqualTo("java");
        assertThat(Kernels.status()).isEqualTo("java (selected)");
    }

    @Test
    void anUnknownNameIsAnErrorOfTheUser() {
        System.setProperty(Kernels.PROPERTY, "abacus");
        assertThatThrownBy(() -> Kernels.best(10))
                .isInstanceOf(EchelonException.class)
                .hasMessage("The system property echelon.kernels is 'abacus', but no kernels of that name are on the"
                        + " class path; use 'auto' or 'java'.");
    }
}
