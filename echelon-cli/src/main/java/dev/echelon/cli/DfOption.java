package dev.echelon.cli;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says how degrees of freedom are found. */
final class DfOption {
    @Option(
            names = "--df",
            paramLabel = "METHOD",
            converter = Name.class,
            description = {
                "Degrees of freedom of tests of fixed effects: satterthwaite (default; none for very large crossed"
                        + " models), kenward-roger, kenward-roger-linear, kenward-roger-2009, between-within, residual"
                        + " or none."
            })
    private @Nullable DfMethod method;

    /** The method asked for, or the fit's own. */
    DfMethod method(LmmFit fit) {
        return method == null ? fit.preferredDf() : method;
    }

    /** The name of a method. */
    static final class Name implements ITypeConverter<DfMethod> {
        @Override
        public DfMethod convert(String name) {
            try {
                return DfMethod.of(name);
            } catch (EchelonException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
    }
}
