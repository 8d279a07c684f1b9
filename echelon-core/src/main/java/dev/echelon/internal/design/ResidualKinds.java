package dev.echelon.internal.design;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.covariance.ResidualStructure.Needs;
import dev.echelon.covariance.ResidualStructures;
import dev.echelon.covariance.VarianceFunction;
import dev.echelon.covariance.VarianceFunctions;
import dev.echelon.error.EchelonException;
import dev.echelon.formula.Structure;
import dev.echelon.formula.VarianceTerm;

/** From the structure a formula names to the structure itself. */
final class ResidualKinds {
    private ResidualKinds() {}

    /** The structure, for the positions that were learned. */
    static ResidualStructure of(Structure structure, LearnedResidual learned) {
        if (!structure.parts().isEmpty()) {
            Structure first = structure.parts().get(0);
            Structure second = structure.parts().get(1);
            return ResidualStructures.kron(
                    ResidualStructures.named(first.name(), first.options()),
                    ResidualStructures.named(second.name(), second.options()),
                    learned.axes().get(1).levels().size());
        }
        return named(structure);
    }

    private static ResidualStructure named(Structure structure) {
        if (!structure.matrix().isEmpty()) {
            throw new EchelonException("the structure " + structure.name() + " with the known matrix '"
                    + structure.matrix() + "' cannot be fitted yet");
        }
        return ResidualStructures.named(structure.name(), structure.options());
    }

    /** The variance function a formula names. */
    static VarianceFunction variance(VarianceTerm term) {
        return VarianceFunctions.named(term.function());
    }

    /** What it needs to know of positions. */
    static Needs needs(Structure structure) {
        return named(structure).needs();
    }
}
