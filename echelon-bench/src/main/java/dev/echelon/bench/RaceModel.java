package dev.echelon.bench;

import dev.echelon.Criterion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One model of the race.
 *
 * @param name as in {@code --only}
 * @param formula for both sides
 * @param criterion for both sides
 * @param file data file: in {@code data/}, in {@code ../shared/data/external/}, or simulated
 * @param factors columns that are made factors before the clock starts
 * @param target times faster than lme4 that the project aims at
 * @param cold whether the command lines race too
 * @param work what is timed
 */
record RaceModel(
        String name,
        String formula,
        Criterion criterion,
        String file,
        List<String> factors,
        double target,
        boolean cold,
        RaceWork work) {

    private static final String SLEEP_FORMULA = "Reaction ~ 1 + Days + (1 + Days | Subject)";
    private static final String KB07_FORMULA =
            "RTtrunc ~ 1 + S + P + C + SP + SC + PC + SPC + (1 + S + P + C | subj) + (1 + S + P + C | item)";

    private static final String FEV_FORMULA = "FEV1 ~ RACE + SEX + ARMCD * AVISIT + repeated(us(AVISIT | USUBJID))";
    private static final String BCVA_FORMULA =
            "BCVA_CHG ~ BCVA_BL + RACE + ARMCD * AVISIT + repeated(us(AVISIT | USUBJID))";

    /** All models, small to large. */
    static List<RaceModel> all() {
        return List.of(
                reml("sleepstudy", SLEEP_FORMULA, "sleepstudy.csv", 100, "Subject")
                        .andCold(),
                reml("hdp", "mobility ~ Age + Married + Sex + WBC + RBC + (1 | DID)", "hdp.csv.gz", 40, "Sex", "DID"),
                ml("penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)", "penicillin.csv", 200, "plate", "sample"),
                ml("pastes", "strength ~ 1 + (1 | batch/cask)", "pastes.csv", 200, "batch", "cask"),
                reml("machines", "score ~ Machine + (0 + Machine | Worker)", "machines.csv", 100, "Machine", "Worker"),
                reml(
                        "egsingle",
                        "math ~ year * size + female + (1 + year | childid) + (1 + year | schoolid)",
                        "egsingle.csv.gz",
                        50,
                        "female",
                        "childid",
                        "schoolid"),
                ml(
                        "chem97",
                        "score ~ gcsescore + gender + age + (1 | lea/school)",
                        "chem97.csv.gz",
                        40,
                        "gender",
                        "lea",
                        "school"),
                ml(
                                "insteval3",
                                "y ~ 1 + service + (1 | s) + (1 | d) + (1 | dept)",
                                "insteval.csv.gz",
                                16,
                                "service",
                                "s",
                                "d",
                                "dept")
                        .andCold(),
                reml(
                        "insteval2",
                        "y ~ service * dept + (1 | s) + (1 | d)",
                        "insteval.csv.gz",
                        15,
                        "service",
                        "s",
                        "d",
                        "dept"),
                ml("kb07", KB07_FORMULA, "kb07.csv.gz", 100, "subj", "item"),
                ml("d3scalar", "Y ~ 1 + U + (1 | G) + (1 | H) + (1 | I)", "d3.csv.gz", 40, "G", "H", "I"),
                ml("d3", "Y ~ 1 + U + (1 + U | G) + (1 + U | H) + (1 + U | I)", "d3.csv.gz", 40, "G", "H", "I"),
                reml("million1", "y ~ 1 + x + (1 + x | g)", MillionRows.ONE_FACTOR, 400, "g"),
                reml("million2", "y ~ 1 + x + (1 | g) + (1 | h)", MillionRows.TWO_FACTORS, 60, "g", "h"),
                reml("boot", SLEEP_FORMULA, "sleepstudy.csv", 50, "Subject").and(RaceWork.BOOTSTRAP),
                reml("profile", SLEEP_FORMULA, "sleepstudy.csv", 50, "Subject").and(RaceWork.PROFILE),
                ml("kb07prof", KB07_FORMULA, "kb07.csv.gz", 50, "subj", "item").and(RaceWork.PROFILE_FIXED),
                trial("fev", FEV_FORMULA, "fev.csv").and(RaceWork.SATTERTHWAITE),
                trial("fevkr", FEV_FORMULA, "fev.csv").and(RaceWork.KENWARD_ROGER),
                trial("bcva", BCVA_FORMULA, "bcva.csv.gz").and(RaceWork.SATTERTHWAITE),
                trial("bcvakr", BCVA_FORMULA, "bcva.csv.gz").and(RaceWork.KENWARD_ROGER));
    }

    /** Whether R takes part: gls would need minutes for ten visits. */
    boolean racesR() {
        return !formula.equals(BCVA_FORMULA);
    }

    /** What others published about the same model and data, printed but not raced; empty if nothing. */
    String published() {
        return switch (name) {
            case "fev" -> "mmrm 0.3.18: 36 ms";
            case "fevkr" -> "mmrm 0.3.18: 59 ms";
            case "bcva" -> "mmrm 0.3.18: 2.25 s; gls 164 s; PROC GLIMMIX 36 s";
            case "bcvakr" -> "mmrm 0.3.18: 24.2 s";
            default -> "";
        };
    }

    /** The data file, empty if this machine does not have it. Simulated data are made when asked for first. */
    Optional<Path> data(Path root) {
        if (MillionRows.isSimulated(file)) {
            return Optional.of(MillionRows.cached(file, root.resolve("echelon-bench/target/race")));
        }
        return List.of(root.resolve("data"), root.resolve("../shared/data/external")).stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .map(Path::normalize)
                .findFirst();
    }

    private RaceModel andCold() {
        return new RaceModel(name, formula, criterion, file, factors, target, true, work);
    }

    private RaceModel and(RaceWork other) {
        return new RaceModel(name, formula, criterion, file, factors, target, cold, other);
    }

    private static RaceModel trial(String name, String formula, String file) {
        return reml(name, formula, file, 50, "RACE", "ARMCD", "AVISIT", "USUBJID");
    }

    private static RaceModel reml(String name, String formula, String file, double target, String... factors) {
        return new RaceModel(name, formula, Criterion.REML, file, List.of(factors), target, false, RaceWork.FIT);
    }

    private static RaceModel ml(String name, String formula, String file, double target, String... factors) {
        return new RaceModel(name, formula, Criterion.ML, file, List.of(factors), target, false, RaceWork.FIT);
    }
}
