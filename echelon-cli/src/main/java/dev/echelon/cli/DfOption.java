package dev.echelon.cli;

import dev.echelon.DfMethod;
import dev.echelon.Information;
import dev.echelon.LmmFit;
import dev.echelon.Vcov;
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

    @Option(
            names = "--vcov",
            paramLabel = "KIND",
            converter = VcovName.class,
            description = {
                "Covariance of the fixed effects: model (default), or robust by subjects of repeated(): cr0, cr1, cr1p,"
                        + " cr1s, cr2, cr2-mmrm or cr3. A saved fit knows the one it was fitted with."
            })
    private @Nullable Vcov vcov;

    /** The fit with the covariance and the information asked for. */
    LmmFit apply(LmmFit fit) {
        LmmFit robust = vcov == null ? fit : fit.robust(vcov);
        return information == null ? robust : robust.information(information);
    }

    /** The name of a covariance. */
    static final class VcovName implements ITypeConverter<Vcov> {
        @Override
        public Vcov convert(String name) {
            try {
                return Vcov.of(name);
            } catch (EchelonException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
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
