package dev.echelon.internal.linalg;

import dev.echelon.error.EchelonException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The door to {@link DenseKernels}. Java's own kernels are always there; a native provider on the class path is loaded
 * the first time that a block is large enough to repay it.
 *
 * <p>The system property {@code echelon.kernels} is {@code auto} (the default), {@code java} (never native) or the name
 * of a provider such as {@code openblas} (native whenever a provider of that name loads). A choice depends on the
 * arguments and on the property only, never on what earlier calls have loaded, so that a result has the same bits
 * whatever ran before it. A provider that does not load is replaced by Java; {@link #status} says so.
 */
public final class Kernels {
    /** The system property that selects the kernels. */
    public static final String PROPERTY = "echelon.kernels";

    private static final String AUTO = "auto";
    private static final String JAVA = "java";

    /** Below this order, copying to native memory and the call cost more than native speed brings. */
    private static final int NATIVE_ORDER = 256;

    /** Loading takes about 0.25 s; native kernels save that over Java's after about this many operations. */
    private static final double NATIVE_FLOPS = 1e10;

    private static @Nullable Loaded loaded;

    private Kernels() {}

    /** The kernels in Java. */
    public static DenseKernels java() {
        return JavaKernels.INSTANCE;
    }

    /** The faster kernels for blocks of order {@code size} that are used often enough to repay loading them. */
    public static DenseKernels best(int size) {
        return forWork(size, Double.POSITIVE_INFINITY);
    }

    /**
     * The kernels for blocks of order n in a computation of {@code predictedFlops} floating-point operations in all.
     *
     * @throws EchelonException if the property names no provider on the class path
     */
    public static DenseKernels forWork(int n, double predictedFlops) {
        String choice = choice();
        if (choice.equals(JAVA)) {
            return java();
        }
        boolean large = n >= NATIVE_ORDER && predictedFlops >= NATIVE_FLOPS;
        if (choice.equals(AUTO) && !large) {
            return java();
        }
        return loaded(choice).kernels().orElse(JavaKernels.INSTANCE);
    }

    /** One line for reports: what is selected, what has been loaded, and why a provider could not be. */
    public static synchronized String status() {
        String choice = choice();
        if (choice.equals(JAVA)) {
            return "java (selected)";
        }
        return loaded == null ? "java (no block was large enough for native kernels)" : loaded.status();
    }

    private static String choice() {
        return System.getProperty(PROPERTY, AUTO).strip().toLowerCase(Locale.ROOT);
    }

    private static synchronized Loaded loaded(String choice) {
        Loaded known = loaded;
        if (known == null || !(choice.equals(AUTO) || choice.equals(known.name()))) {
            known = load(choice);
            loaded = known;
        }
        return known;
    }

    private static Loaded load(String choice) {
        Iterator<DenseKernelsProvider> providers = ServiceLoader.load(
                        DenseKernelsProvider.class, Kernels.class.getClassLoader())
                .iterator();
        try {
            while (providers.hasNext()) {
                DenseKernelsProvider provider = providers.next();
                if (choice.equals(AUTO) || choice.equals(provider.name())) {
                    return load(provider);
                }
            }
        } catch (ServiceConfigurationError e) {
            return Loaded.failed(choice, e);
        }
        if (choice.equals(AUTO)) {
            return new Loaded(AUTO, Optional.empty(), "java (no native kernels on the class path)");
        }
        throw new EchelonException("The system property " + PROPERTY + " is '" + choice
                + "', but no kernels of that name are on the class path; use 'auto' or 'java'.");
    }

    private static Loaded load(DenseKernelsProvider provider) {
        try {
            DenseKernels kernels = provider.load();
            return new Loaded(provider.name(), Optional.of(kernels), kernels.name());
        } catch (LinkageError | RuntimeException e) {
            // A missing or unsuitable native library must not stop a fit that Java can do.
            return Loaded.failed(provider.name(), e);
        }
    }

    private record Loaded(String name, Optional<DenseKernels> kernels, String status) {
        static Loaded failed(String name, Throwable cause) {
            return new Loaded(
                    name,
                    Optional.empty(),
                    "java (" + name + " did not load: " + cause.getClass().getSimpleName() + ", " + cause.getMessage()
                            + ")");
        }
    }
}
