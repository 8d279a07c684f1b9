# Reference numbers for MarginalMeansTest from emmeans (1.8.4), lme4 (1.1-31), pbkrtest (0.5.2), R 4.2.2.
# Run in this folder: Rscript emmeans.R ; writes unbalanced.csv and emmeans.json.
suppressMessages({library(lme4); library(emmeans); library(jsonlite); library(splines)})
emm_options(cov.keep = character(0), pbkrtest.limit = 1e5, lmerTest.limit = 1e5, msg.interaction = FALSE)
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5),
                       check.conv.singular = "ignore", calc.derivs = FALSE)

set.seed(7)
d <- expand.grid(rep = 1:4, wool = c("A", "B", "C"), tension = c("L", "M", "H"), block = paste0("b", 1:6))
d <- d[sample(nrow(d), 120), c("block", "wool", "tension")]
d <- d[!(d$wool == "C" & d$tension == "H"), ]
d$x <- round(runif(nrow(d), 0.5, 9), 2)
d$w <- sample(1:3, nrow(d), TRUE)
u <- c(b1 = 2, b2 = -1, b3 = 0.5, b4 = -2.5, b5 = 1, b6 = 0)
d$y <- round(20 + 3 * (d$wool == "B") - 2 * (d$tension == "M") + 2.5 * log(d$x) +
             2 * (d$wool == "B") * (d$tension == "H") + u[as.character(d$block)] + rnorm(nrow(d), 0, 2), 3)
write.csv(d, "unbalanced.csv", row.names = FALSE, quote = FALSE)

columns <- function(s, names) lapply(seq_len(nrow(s)), function(i) {
  v <- unlist(s[i, names]); v <- as.numeric(v); ifelse(is.finite(v), v, NA) })
rows <- function(emm, adjust = "none") { s <- as.data.frame(summary(emm, infer = c(TRUE, TRUE), adjust = adjust))
  est <- intersect(c("emmean", "prediction", "x.trend", "temp.trend", "estimate"), names(s))[1]
  if (is.na(est)) est <- grep("trend$", names(s), value = TRUE)[1]
  lo <- intersect(c("lower.CL", "asymp.LCL"), names(s)); up <- intersect(c("upper.CL", "asymp.UCL"), names(s))
  p <- "p.value"; t <- intersect(c("t.ratio", "z.ratio"), names(s))
  columns(s, c(est, "SE", "df", t, p, lo, up)) }
compare <- function(emm, method, adjust, ...) rows(contrast(emm, method, ...), adjust)
joint <- function(emm, by = NULL) { j <- as.data.frame(joint_tests(emm, by = by))
  lapply(seq_len(nrow(j)), function(i) list(term = as.character(j[i, "model term"]), df1 = j$df1[i], df2 = ifelse(is.finite(j$df2[i]), j$df2[i], NA), p = j$p.value[i])) }

cases <- list()
add <- function(id, data, formula, factors, mode, spec, fit, emm, comparisons = list(), joint = NULL, ...) {
  cat(id, "\n")
  cases[[length(cases) + 1]] <<- list(id = id, data = data, formula = formula, factors = I(factors), df = mode, spec = spec,
    means = rows(emm), comparisons = comparisons, joint = joint, options = list(...)) }
fit <- function(formula, data, ...) lmer(as.formula(formula), data, control = control, ...)
read <- function(name) read.csv(file.path("../../../../../data", name), stringsAsFactors = TRUE)
all_adjust <- function(emm, method, adjusts, ...) lapply(adjusts, function(a)
  list(method = method, adjust = a, rows = compare(emm, method, c(bh = "fdr", dunnett = "mvt")[a] |> (\(z) ifelse(is.na(z), a, z))(), ...)))

# oats, split plot
oats <- read("oats.csv"); oats$nitro <- factor(oats$nitro)
f <- "yield ~ Variety * nitro + (1 | Block/Variety)"; m <- fit(f, oats)
emm_options(lmer.df = "kenward-roger")
e <- emmeans(m, ~ Variety * nitro)
add("oats-cells", "oats.csv", f, "nitro", "kenward-roger", "Variety * nitro", m, e, joint = joint(m))
e <- emmeans(m, ~ nitro)
add("oats-nitro", "oats.csv", f, "nitro", "kenward-roger", "nitro", m, e,
    c(all_adjust(e, "pairwise", c("tukey", "none", "sidak", "bonferroni", "holm", "hochberg", "bh", "scheffe", "mvt")),
      all_adjust(e, "trt.vs.ctrl", c("dunnett", "holm")), all_adjust(e, "consec", "mvt"),
      all_adjust(e, "poly", "none"), all_adjust(e, "eff", "bh"), all_adjust(e, "del.eff", "none"), all_adjust(e, "revpairwise", "tukey")))
e <- emmeans(m, ~ nitro | Variety)
add("oats-by", "oats.csv", f, "nitro", "kenward-roger", "nitro | Variety", m, e,
    c(all_adjust(e, "pairwise", c("tukey", "holm", "scheffe")), all_adjust(e, "poly", "none")), joint = joint(m, by = "Variety"))

# machines
machines <- read("machines.csv"); names(machines)
f <- "score ~ Machine + (Machine | Worker)"; m <- fit(f, machines)
e <- emmeans(m, ~ Machine)
add("machines", "machines.csv", f, character(0), "kenward-roger", "Machine", m, e,
    c(all_adjust(e, "pairwise", c("tukey", "scheffe", "bonferroni")), all_adjust(e, "trt.vs.ctrl", "holm")))

cake <- read("cake.csv"); cake$replicate <- factor(cake$replicate); cake$temperature <- factor(cake$temperature)
f <- "angle ~ recipe * temperature + (1 | recipe:replicate)"; m <- fit(f, cake)
e <- emmeans(m, ~ temperature)
add("cake", "cake.csv", f, I(c("replicate", "temperature")), "kenward-roger", "temperature", m, e,
    c(all_adjust(e, "pairwise", c("tukey", "scheffe", "hochberg")), all_adjust(e, "poly", "none"),
      all_adjust(e, "trt.vs.ctrl", "dunnett"), all_adjust(e, "consec", "mvt")), joint = joint(m))

# a covariate
orthodont <- read("orthodont.csv")
f <- "distance ~ age * Sex + (age | Subject)"; m <- fit(f, orthodont)
e <- emmeans(m, ~ Sex)
add("covariate", "orthodont.csv", f, character(0), "kenward-roger", "Sex", m, e, all_adjust(e, "pairwise", "tukey"))
e <- emmeans(m, ~ Sex | age, at = list(age = c(9, 13.5)))
add("covariate-at", "orthodont.csv", f, character(0), "kenward-roger", "Sex | age", m, e, all_adjust(e, "pairwise", "tukey"), at = list(age = c(9, 13.5)))
e <- emtrends(m, ~ Sex, var = "age")
add("trend", "orthodont.csv", f, character(0), "kenward-roger", "Sex", m, e, all_adjust(e, "pairwise", "tukey"), trend = "age")

# unbalanced crossed factors with an empty cell
d <- read.csv("unbalanced.csv", stringsAsFactors = TRUE)
f <- "y ~ wool * tension + log(x) + (1 | block)"; m <- fit(f, d)
emm_options(lmer.df = "kenward-roger")
e <- emmeans(m, ~ wool * tension)
add("empty-cells", "unbalanced.csv", f, character(0), "kenward-roger", "wool * tension", m, e)
e <- emmeans(m, ~ wool | tension)
add("empty-by", "unbalanced.csv", f, character(0), "kenward-roger", "wool | tension", m, e,
    all_adjust(e, "pairwise", "none"))
e <- emmeans(m, ~ wool)
add("empty-main", "unbalanced.csv", f, character(0), "kenward-roger", "wool", m, e, all_adjust(e, "pairwise", c("none")))
emm_options(lmer.df = "asymptotic")
for (w in c("proportional", "outer", "cells", "equal")) {
  f <- "y ~ wool + tension + log(x) + (1 | block)"; m <- fit(f, d)
  e <- emmeans(m, ~ wool, weights = w)
  add(paste0("weights-", w), "unbalanced.csv", f, character(0), "none", "wool", m, e,
      c(all_adjust(e, "pairwise", c("tukey", "holm")), all_adjust(e, "trt.vs.ctrl", "dunnett")), weights = w, joint = joint(m))
  f <- "y ~ wool * tension + log(x) + (1 | block)"; m <- fit(f, d)
  e <- emmeans(m, ~ wool, weights = w)
  add(paste0("weights-interaction-", w), "unbalanced.csv", f, character(0), "none", "wool", m, e, weights = w)
}
f <- "y ~ wool * tension + log(x) + (1 | block)"; m <- lmer(as.formula(f), d, weights = w, control = control)
e <- emmeans(m, ~ wool, weights = "proportional")
add("precision-weights", "unbalanced.csv", f, character(0), "none", "wool", m, e, weights = "proportional", precision = "w")
f <- "log(y) ~ wool + tension + x + (1 | block)"; m <- fit(f, d)
emm_options(lmer.df = "kenward-roger")
e <- emmeans(m, ~ tension, tran = NULL); e <- update(e, tran = NULL)
add("log-response", "unbalanced.csv", f, character(0), "kenward-roger", "tension", m, e, all_adjust(e, "consec", "mvt"))

# bases; slopes by central differences of rows of X, step 1e-4
slope <- function(m, rhs, data, var, grid, at) { h <- 1e-4
  X <- function(x) { g <- grid; g[[var]] <- x
    model.matrix(delete.response(terms(m, fixed.only = TRUE)), g, contrasts.arg = NULL, xlev = lapply(Filter(is.factor, data), levels)) }
  L <- (X(at + h) - X(at - h)) / (2 * h)
  est <- drop(L %*% fixef(m)); se <- sqrt(diag(L %*% as.matrix(vcov(m)) %*% t(L)))
  lapply(seq_along(est), function(i) unname(c(est[i], se[i]))) }
emm_options(lmer.df = "asymptotic")
for (basis in c("poly(x, 3)", "ns(x, 3)", "log(x)", "x + I(x^2)")) {
  f <- paste0("y ~ wool * (", basis, ") + tension + (1 | block)"); m <- fit(f, d)
  e <- emmeans(m, ~ wool)
  levels <- expand.grid(wool = levels(d$wool), tension = levels(d$tension)[1])
  add(paste0("basis-", basis), "unbalanced.csv", f, character(0), "none", "wool", m, e, all_adjust(e, "pairwise", "tukey"),
      slopes = slope(m, f, d, "x", levels, mean(d$x)), slopes3 = slope(m, f, d, "x", levels, 3))
  e <- emmeans(m, ~ wool | x, at = list(x = c(2, 5)))
  add(paste0("basis-at-", basis), "unbalanced.csv", f, character(0), "none", "wool | x", m, e, at = list(x = c(2, 5)))
}
# offset
f <- "y ~ wool + tension + offset(2 * x) + (1 | block)"; m <- fit(f, d)
e <- emmeans(m, ~ wool)
add("offset", "unbalanced.csv", f, character(0), "none", "wool", m, e)

writeLines(toJSON(list(cases = cases), digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE, null = "list"), "emmeans.json")
