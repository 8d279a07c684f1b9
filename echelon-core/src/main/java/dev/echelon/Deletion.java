package dev.echelon;

import dev.echelon.internal.diagnose.GroupDeletion;

/** What happens to θ when rows are deleted. */
public enum Deletion {
    /** Optimised again: the fit that the other rows give. */
    REFIT(GroupDeletion.Method.REFIT),
    /** Moved by one Newton step from θ̂. */
    ONE_STEP(GroupDeletion.Method.ONE_STEP),
    /** Kept at θ̂; the fixed effects and σ̂ are exact given that. */
    FIXED_THETA(GroupDeletion.Method.FIXED_THETA);

    private final GroupDeletion.Method method;

    Deletion(GroupDeletion.Method method) {
        this.method = method;
    }

    GroupDeletion.Method method() {
        return method;
    }
}
