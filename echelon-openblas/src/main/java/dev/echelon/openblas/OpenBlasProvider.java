package dev.echelon.openblas;

import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.DenseKernelsProvider;

/**
 * Gives the core OpenBLAS kernels. OpenBLAS runs on one thread, which keeps results the same on every machine of one
 * kind and is fastest when fits share a machine; the system property {@code echelon.openblas.threads} raises the number.
 */
public final class OpenBlasProvider implements DenseKernelsProvider {
    static final String THREADS = "echelon.openblas.threads";

    /** Called by {@link java.util.ServiceLoader}. */
    public OpenBlasProvider() {}

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public DenseKernels load() {
        return OpenBlasKernels.load(Math.max(1, Integer.getInteger(THREADS, 1)));
    }
}
