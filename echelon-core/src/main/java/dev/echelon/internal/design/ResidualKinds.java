package dev.echelon.internal.design;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.covariance.ResidualStructure.Needs;
import dev.echelon.covariance.ResidualStructures;
import dev.echelon.covariance.VarianceFunction;
import dev.echelon.error.EchelonException;
import dev.echelon.formula.Structure;
import dev.echelon.formula.VarianceTerm;

/** From the structure a formula names to the structure itself. */
final class ResidualKinds {
    private ResidualKinds() {}

    /** The structure, for the positions that were learned. */
    static ResidualStructure of(Structure structure, LearnedResidual learned) {
        return ResidualStructures.named(structure.name(), structure.options());
    }

    /** The variance function a formula names. */
    static VarianceFunction variance(VarianceTerm term) {
        throw new EchelonException("the variance function '" + term.function() + "' is not available yet");
    }

    /** What it needs to know of positions. */
    static Needs needs(Structure structure) {
        return ResidualStructures.named(structure.name(), structure.options()).needs();
    }
}
