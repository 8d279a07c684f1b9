package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.List;

/** C_ij = ρ_ij: every correlation is free. Parameters row by row of the strict lower triangle, as SAS's UNR. */
final class FreeCorrelation extends IndicatorCorrelation {

    FreeCorrelation() {
        super("us", "ρ_ij");
    }

    @Override
    public int parameterCount(int slots) {
        return slots * (slots - 1) / 2;
    }

    @Override
    public List<String> parameterNames(List<String> slots) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            for (int j = 0; j < i; j++) {
                names.add(Names.pair("corr", slots, i, j));
            }
        }
        return List.copyOf(names);
    }

    @Override
    int parameter(Positions at, int i, int j) {
        int high = Math.max(at.slot(i), at.slot(j));
        return high * (high - 1) / 2 + Math.min(at.slot(i), at.slot(j));
    }
}
