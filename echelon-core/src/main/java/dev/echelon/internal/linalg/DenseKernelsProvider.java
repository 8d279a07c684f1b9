package dev.echelon.internal.linalg;

/**
 * Found through {@link java.util.ServiceLoader}: a way to obtain faster dense kernels than those in Java. Constructing
 * the provider must be cheap; {@link #load} may take its time and may fail.
 */
public interface DenseKernelsProvider {
    /** The name under which the property {@code echelon.kernels} selects it. */
    String name();

    /**
     * The kernels, ready for use by any thread.
     *
     * @throws LinkageError if the native library is missing or does not fit the machine
     */
    DenseKernels load();
}
