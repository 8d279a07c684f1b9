package dev.echelon.cli;

import dev.echelon.DfMethod;
import dev.echelon.Information;
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
                        + " models), kenward-roger, kenward-roger-linear, kenward-roger-2009, between-within,"
                        + " containment, residual or none."
            })
    private @Nullable DfMethod method;

    @Option(
            names = "--info",
            paramLabel = "KIND",
            converter = InformationName.class,
            description = {
                "Information about the covariance parameters: observed (default of satterthwaite), expected (default of"
                        + " kenward-roger) or average."
            })
    private @Nullable Information information;

    /** The fit with the information asked for. */
    LmmFit apply(LmmFit fit) {
        return information == null ? fit : fit.information(information);
    }

    /** The method asked for, or the fit's own. */
    DfMethod method(LmmFit fit) {
        return method == null ? fit.preferredDf() : method;
    }

    /** The name of an information matrix. */
    static final class InformationName implements ITypeConverter<Information> {
        @Override
        public Information convert(String name) {
            try {
                return Information.of(name);
            } catch (EchelonException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
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
