package dev.echelon.internal.intervals;

import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The parameters of a model that have profiles: every standard deviation and correlation, σ and β, in this order. */
final class Profiles<T> {
    private static final Set<String> ONE_DEVIATION = Set.of("id", "homcs", "ar1", "homtoep", "ad");

    /** What is made of a profile. */
    interface Use<T> {
        T of(String parameter, Optimised optimum, Profile profile);
    }

    private final FittedModel model;
    private final Predicate<String> wanted;
    private final Use<T> use;
    private final List<Supplier<T>> work = new ArrayList<>();

    private Profiles(FittedModel model, Predicate<String> wanted, Use<T> use) {
        this.model = model;
        this.wanted = wanted;
        this.use = use;
    }

    /**
     * Uses each profile once, in parallel.
     *
     * @param restricted whether variances and correlations are judged by the REML criterion instead of the likelihood;
     *     fixed effects never are, because a restricted likelihood does not depend on them
     * @param wanted which parameters, by name
     */
    static <T> List<T> each(FittedModel model, boolean restricted, Predicate<String> wanted, Use<T> use) {
        Profiles<T> profiles = new Profiles<>(model, wanted, use);
        Optimised full = Optimised.of(model, false);
        Optimised variances = restricted ? Optimised.of(model, true) : full;
        for (int t = 0; t < model.terms().size(); t++) {
            profiles.addTerm(variances, t);
        }
        profiles.add("sigma", variances, () -> ScaleProfile.residual(variances));
        profiles.addCoefficients(full);
        return profiles.work.parallelStream().map(Supplier::get).toList();
    }

    private void addTerm(Optimised optimum, int t) {
        FittedModel.FittedTerm term = model.terms().get(t);
        List<String> columns = term.columns();
        int deviations = ONE_DEVIATION.contains(term.structure()) ? 1 : columns.size();
        for (int i = 0; i < deviations; i++) {
            int effect = i;
            String name = "sd_" + columns.get(effect) + "|" + term.group();
            add(name, optimum, () -> ScaleProfile.effect(optimum, t, effect));
            for (int j = i + 1; j < columns.size() && term.structure().equals("us"); j++) {
                int other = j;
                String pair = "cor_" + columns.get(other) + "." + columns.get(effect) + "|" + term.group();
                add(pair, optimum, () -> new CorrelationProfile(optimum, t, effect, other));
            }
        }
    }

    private void addCoefficients(Optimised optimum) {
        ProfiledLikelihood likelihood = model.likelihood(false);
        Estimates estimates =
                likelihood.estimates(optimum.theta(), model.conditioning(), model.factors(), model.kept());
        int p = model.kept().length;
        for (int k = 0; k < p; k++) {
            int coefficient = k;
            double error = Math.sqrt(estimates.covariance()[k * p + k]);
            double estimate = estimates.beta()[coefficient];
            add(
                    model.columns().get(coefficient),
                    optimum,
                    () -> new CoefficientProfile(optimum, coefficient, estimate, error));
        }
    }

    private void add(String name, Optimised optimum, Supplier<Profile> profile) {
        if (wanted.test(name)) {
            work.add(() -> use.of(name, optimum, profile.get()));
        }
    }
}
