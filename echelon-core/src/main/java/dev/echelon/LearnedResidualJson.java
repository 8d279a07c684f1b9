package dev.echelon;

import dev.echelon.internal.design.LearnedResidual;
import java.util.ArrayList;
import java.util.List;

/** In a saved fit, how rows find their places on the R side. */
final class LearnedResidualJson {
    private LearnedResidualJson() {}

    static void write(JsonOut out, LearnedResidual learned) {
        out.objects("axes", learned.axes(), axis -> {
            out.text("kind", axis.kind().name());
            out.texts("levels", axis.levels());
            out.integer("origin", axis.origin());
            out.integer("step", axis.step());
        });
        out.texts("slots", learned.slots());
        out.texts("subjects", learned.subjects());
        out.texts("groups", learned.groups());
        out.objects("strata", learned.strata(), strata -> out.texts("levels", strata));
    }

    static LearnedResidual read(JsonIn in) {
        List<LearnedResidual.Axis> axes = new ArrayList<>();
        for (JsonIn axis : in.objects("axes")) {
            axes.add(new LearnedResidual.Axis(
                    axis.constant("kind", LearnedResidual.Kind.class),
                    axis.texts("levels"),
                    (long) axis.number("origin"),
                    (long) axis.number("step")));
        }
        return new LearnedResidual(
                axes,
                in.texts("slots"),
                in.texts("subjects"),
                in.texts("groups"),
                in.objects("strata").stream()
                        .map(strata -> strata.texts("levels"))
                        .toList());
    }
}
