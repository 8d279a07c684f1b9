# Writes model-matrices.json: model.matrix() and model.frame() of R for formulas on the data of the repository.
# Run in this directory: Rscript model-matrices.R
suppressMessages({library(jsonlite); library(splines)})
Sys.setlocale("LC_COLLATE", "C")
root <- "../../../../../data/"
read <- function(name) {
  d <- read.csv(paste0(root, name))
  d
}
cases <- list()
add <- function(data, formula, contrasts = list(), factors = character()) {
  d <- read(data)
  for (f in factors) d[[f]] <- factor(d[[f]])
  for (n in names(d)) if (is.character(d[[n]])) {
    # Text columns whose values are all numbers are read as numbers by read.csv; the rest are sorted text.
    d[[n]] <- factor(d[[n]])
  }
  f <- as.formula(formula)
  mf <- model.frame(f, d, drop.unused.levels = TRUE, na.action = na.omit)
  ca <- lapply(contrasts, function(k) if (startsWith(k, "treatment:")) k else paste0("contr.", k))
  for (v in names(ca)) if (startsWith(ca[[v]], "treatment:")) {
    base <- substring(ca[[v]], 11)
    ca[[v]] <- contr.treatment(levels(mf[[v]]), base = match(base, levels(mf[[v]])))
  }
  X <- model.matrix(terms(mf), mf, contrasts.arg = if (length(ca)) ca)
  labels <- c("(Intercept)", attr(terms(mf), "term.labels"))
  rows <- unique(round(seq(1, nrow(X), length.out = min(nrow(X), 40))))
  cases[[length(cases) + 1]] <<- list(
    data = data, formula = formula, contrasts = contrasts, factors = as.list(factors),
    nrow = nrow(X), names = as.list(colnames(X)), terms = as.list(labels[attr(X, "assign") + 1]),
    rows = as.list(rows), values = unname(split(unname(X[rows, , drop = FALSE]), seq_along(rows))),
    sums = as.list(unname(colSums(X))), squares = as.list(unname(colSums(X^2))))
}
s <- "sleepstudy.csv"
add(s, "Reaction ~ Days")
add(s, "Reaction ~ 0 + Days")
add(s, "Reaction ~ poly(Days, 2)")
add(s, "Reaction ~ poly(Days, 4)")
add(s, "Reaction ~ poly(Days, 3, raw = TRUE)")
add(s, "Reaction ~ poly(Days, 1)")
add(s, "Reaction ~ scale(Days) + I(Days^2)")
add(s, "Reaction ~ scale(Days, scale = FALSE) + log(Days + 1) + sqrt(Days)")
add(s, "Reaction ~ scale(Days, 2, 3)")
add(s, "Reaction ~ factor(Days)")
add(s, "Reaction ~ ordered(Days)")
add(s, "Reaction ~ cut(Days, 3)")
add(s, "Reaction ~ cut(Days, c(-1, 2, 5, 9))")
add(s, "Reaction ~ cut(Days, c(0, 2.5, 5, 9), right = FALSE, include.lowest = TRUE)")
add(s, "Reaction ~ cut(Days, c(0, 4, 8))")
add(s, "Reaction ~ I(Days > 4)")
add(s, "Reaction ~ Days * I(Days > 4)")
add(s, "log(Reaction) ~ Days + exp(-Days) + I(Days %% 3)")
add("sleepstudy_missing.csv", "Reaction ~ Days + scale(Days)")
add("chickweight.csv", "weight ~ splines::ns(Time, 3) + Diet", factors = c("Diet", "Chick"))
add("chickweight.csv", "weight ~ ns(Time, df = 4) * Diet", factors = c("Diet", "Chick"))
add("chickweight.csv", "weight ~ ns(Time, knots = c(5, 11), intercept = TRUE)")
add("chickweight.csv", "weight ~ ns(Time, 2, Boundary.knots = c(2, 18))")
add("chickweight.csv", "weight ~ ns(Time, 1)")
add("chickweight.csv", "weight ~ bs(Time, 5)")
add("chickweight.csv", "weight ~ bs(Time, df = 6, degree = 2, intercept = TRUE)")
add("chickweight.csv", "weight ~ bs(Time, knots = c(4, 10, 16))")
add("chickweight.csv", "weight ~ bs(Time, degree = 1, knots = 10)")
add("chickweight.csv", "weight ~ bs(log(Time + 1), 4)")
add("chickweight.csv", "weight ~ bs(Time, 4, Boundary.knots = c(1, 20))")
o <- "oats.csv"
add(o, "yield ~ Variety * nitro")
add(o, "yield ~ 0 + Variety:nitro")
add(o, "yield ~ 0 + Variety + nitro")
add(o, "yield ~ nitro + Variety:nitro")
add(o, "yield ~ Variety:nitro")
add(o, "yield ~ Variety * nitro", list(Variety = "sum"))
add(o, "yield ~ Variety * nitro", list(Variety = "helmert"))
add(o, "yield ~ Variety * nitro", list(Variety = "poly"))
add(o, "yield ~ Variety * Block", list(Variety = "sum", Block = "helmert"))
add(o, "yield ~ Variety * nitro", list(Variety = "treatment:Marvellous"))
add(o, "yield ~ Variety / nitro")
add(o, "yield ~ Block / Variety")
add(o, "yield ~ factor(nitro) * Variety")
add(o, "yield ~ ordered(nitro) + Variety")
add(o, "yield ~ Variety:factor(nitro)")
add(o, "yield ~ Block:Variety + Block:factor(nitro)")
add(o, "yield ~ nitro:Block + Variety:nitro + Variety")
add(o, "yield ~ poly(nitro, 2):Variety")
add(o, "yield ~ poly(nitro, 2) * Variety", list(Variety = "sum"))
add(o, "yield ~ (Variety + nitro + Block)^2")
add(o, "yield ~ Variety * nitro - Variety")
add(o, "yield ~ relevel(Variety, ref = \"Victory\") + I(nitro == 0.2)")
c <- "cake.csv"
add(c, "angle ~ recipe * temperature", factors = "temperature")
add(c, "angle ~ recipe * temperature", list(recipe = "sum", temperature = "poly"), factors = "temperature")
add(c, "angle ~ 0 + recipe:temperature", factors = "temperature")
add(c, "angle ~ recipe + recipe:temperature", factors = "temperature")
add("machines.csv", "score ~ 0 + Machine", factors = "Worker")
add("machines.csv", "score ~ 0 + Machine + Worker", factors = "Worker")
add("machines.csv", "score ~ Machine %in% Worker", factors = "Worker")
add("orthodont.csv", "distance ~ age * Sex")
add("orthodont.csv", "distance ~ I(age - 11) * Sex + I(age^2)")
add("ham.csv", "Informed.liking ~ Product * Information * Gender + Age", factors = c("Product", "Information", "Gender"))
add("beets.csv", "sugpct ~ block + sow + harvest + block:harvest + block:sow")
add("egsingle.csv.gz", "math ~ year * size + female")
add("hsb82.csv.gz", "mAch ~ cses * (meanses + sector)")
writeLines(toJSON(cases, digits = NA, auto_unbox = TRUE), "model-matrices.json")
cat(length(cases), "cases\n")
