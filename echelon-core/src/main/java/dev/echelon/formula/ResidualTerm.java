package dev.echelon.formula;

import java.util.ArrayList;
import java.util.List;

/**
 * The R side of a model: {@code repeated(ar1(visit | subject, group = arm))}. Rows of one subject have residuals with
 * this covariance, rows of different subjects are independent given the random effects.
 *
 * @param structure of the covariance of the residuals of one subject
 * @param positions where a row lies within its subject: one column, or coordinates, or one for each factor of
 *     {@code kron}; empty for {@code 1}, where only the number of rows matters
 * @param subject the factors whose combinations are the subjects; empty if all rows are one subject
 * @param group the factors each of whose combinations has parameters of its own; empty for the same parameters everywhere
 * @param span where it stands in the formula
 */
public record ResidualTerm(
        Structure structure, List<Expression> positions, List<Expression> subject, List<Expression> group, Span span) {
    public ResidualTerm {
        positions = List.copyOf(positions);
        subject = List.copyOf(subject);
        group = List.copyOf(group);
    }

    /** {@code b:a}: the name of the subjects in results; empty if all rows are one. */
    public String subjectLabel() {
        return subject.isEmpty() ? "" : Expression.joinedLabels(subject);
    }

    /** The name of the groups in results; empty if there is one. */
    public String groupLabel() {
        return group.isEmpty() ? "" : Expression.joinedLabels(group);
    }

    /** {@code x + y}: the positions as written; {@code 1} if there are none. */
    public String positionLabel() {
        return positions.isEmpty()
                ? "1"
                : String.join(" + ", positions.stream().map(Expression::label).toList());
    }

    /** {@code ar1(visit | subject, group = arm)}, as it would be written again. */
    public String label() {
        String bar = " | " + (subject.isEmpty() ? "1" : subjectLabel());
        String tail = (group.isEmpty() ? "" : ", group = " + groupLabel()) + structure.optionText() + ")";
        if (structure.parts().isEmpty()) {
            return structure.name() + "(" + positionLabel() + bar + tail;
        }
        List<String> factors = new ArrayList<>();
        for (int k = 0; k < positions.size(); k++) {
            Structure part = structure.parts().get(k);
            factors.add(part.name() + "(" + positions.get(k).label() + part.optionText() + ")");
        }
        return structure.name() + "(" + String.join(", ", factors) + bar + tail;
    }
}
