# Numbers of DiagnosticsTest and DiagnosticTestsTest, from R 4.2 with lme4 1.1-31.
# Run in the repository's root: Rscript echelon-core/src/test/resources/diagnose/diagnostics.R
options(digits = 12, width = 200)
suppressMessages(library(lme4))
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-11, maxfun = 1e5), calc.derivs = FALSE)

# Deletion of single rows with theta kept, by generalised least squares with V = W^-1 + Z Sigma Z'.
gls <- function(X, y, V, reml) {
  Vi <- solve(V); phi <- solve(t(X) %*% Vi %*% X); b <- phi %*% t(X) %*% Vi %*% y
  r <- y - X %*% b; nu <- length(y) - if (reml) ncol(X) else 0
  list(b = drop(b), phi = phi, s2 = drop(t(r) %*% Vi %*% r) / nu)
}
rows <- function(m, which) {
  X <- getME(m, "X"); y <- getME(m, "y") - getME(m, "offset")
  ZL <- as.matrix(getME(m, "Z") %*% getME(m, "Lambda"))
  w <- weights(m); V <- ZL %*% t(ZL) + diag(1 / w); reml <- isREML(m); p <- ncol(X)
  all <- gls(X, y, V, reml); Vi <- solve(V)
  P <- Vi - Vi %*% X %*% all$phi %*% t(X) %*% Vi
  marginal <- y - drop(X %*% all$b)
  for (i in which) {
    d <- gls(X[-i, , drop = FALSE], y[-i], V[-i, -i], reml)
    # conditional residual over its standard deviation, with sigma of the other rows
    e <- drop(P %*% y)[i] / w[i]; se <- sqrt(P[i, i]) / w[i]
    change <- all$b - d$b
    cat("row", i, "\n standardised", e / (sqrt(all$s2) * se), "studentised", e / (sqrt(d$s2) * se),
        "\n marginal", marginal[i], "standardised", marginal[i] / sqrt(all$s2 * (V - X %*% all$phi %*% t(X))[i, i]),
        "\n cooks", drop(change %*% solve(all$phi, change)) / (p * all$s2),
        "mdffits", drop(change %*% solve(d$phi, change)) / (p * d$s2),
        "covratio", det(d$s2 * d$phi) / det(all$s2 * all$phi),
        "\n dfbetas", change / sqrt(diag(d$phi) * d$s2), "\n")
  }
  cat("rstudent", head(rstudent(m), 4), "\n")
}
sleep <- read.csv("data/sleepstudy.csv"); sleep$Subject <- factor(sleep$Subject)
m <- lmer(Reaction ~ Days + (Days | Subject), sleep, control = control)
cat("== sleepstudy\n"); rows(m, c(1, 57, 60))
w <- read.csv("data/sleepstudy_weighted.csv"); w$Subject <- factor(w$Subject)
mw <- lmer(Reaction ~ Days + (1 | Subject), w, weights = w, offset = off, REML = FALSE, control = control)
cat("== weighted, ML\n"); rows(mw, c(2, 60))

cat("== groups of sleepstudy\n")
for (s in c("308", "309", "335")) {
  d <- lmer(Reaction ~ Days + (Days | Subject), subset(sleep, Subject != s), control = control)
  change <- fixef(m) - fixef(d); V <- as.matrix(vcov(m)); Vd <- as.matrix(vcov(d))
  cat(s, "dfbetas", change / sqrt(diag(Vd)), "cooks", drop(change %*% solve(V, change)) / 2,
      "mdffits", drop(change %*% solve(Vd, change)) / 2, "covratio", det(Vd) / det(V),
      "covtrace", abs(sum(diag(solve(V, Vd))) - 2), "\n variances", diag(VarCorr(d)$Subject), sigma(d)^2, "\n")
}
cat("influence.merMod dfbetas\n"); print(head(dfbetas(influence(m, "Subject")), 3))
cat("== penicillin, plates\n")
pen <- read.csv("data/penicillin.csv")
pm <- lmer(diameter ~ 1 + (1 | plate) + (1 | sample), pen, control = control)
for (s in c("a", "f")) {
  d <- update(pm, data = subset(pen, plate != s))
  cat(s, fixef(d), sqrt(diag(as.matrix(vcov(d)))), unlist(VarCorr(d)), sigma(d)^2, "\n")
}

cat("== tests\n")
y <- sleep$Reaction
print(shapiro.test(y)); print(shapiro.test(y[1:8])); print(shapiro.test(y[1:3])); print(shapiro.test(rstudent(m)))
hsb <- read.csv(gzfile("data/hsb82.csv.gz"))
z <- (hsb$mAch - mean(hsb$mAch)) / sd(hsb$mAch); n <- length(z); s <- sort(z)
a <- -n - mean((2 * seq_len(n) - 1) * (pnorm(s, log.p = TRUE) + pnorm(-rev(s), log.p = TRUE)))
cat("Anderson-Darling of mAch", a, "\n")
x <- sort(sleep$Reaction[1:9]); zz <- (x - mean(x)) / sd(x)
cat("moments", mean((y - mean(y))^3) / mean((y - mean(y))^2)^1.5, mean((y - mean(y))^4) / mean((y - mean(y))^2)^2 - 3, "\n")
u <- (sleep$Reaction - 150) / 350; print(suppressWarnings(ks.test(u, "punif", exact = FALSE)))
r <- rstudent(m); f <- fitted(m)
fit <- lm(r^2 ~ f); cat("Koenker", 180 * summary(fit)$r.squared, "\n")
g <- sleep$Subject; dist <- abs(r - ave(r, g, FUN = median)); print(anova(lm(dist ~ g)))
H <- function(model, data, group) {
  parts <- lapply(split(data, data[[group]]), function(d) { l <- lm(model, d); c(df.residual(l), log(sum(resid(l)^2) / df.residual(l))) })
  parts <- Filter(function(p) p[1] >= 10, parts); f <- sapply(parts, `[`, 1); v <- sapply(parts, `[`, 2)
  h <- sum((v - weighted.mean(v, f))^2 * f / 2); cat("H", h, length(f) - 1, pchisq(h, length(f) - 1, lower.tail = FALSE), "\n")
}
H(mAch ~ ses, hsb, "school")
hm <- lmer(mAch ~ ses + (ses | school), hsb, control = control)
cat("rePCA", rePCA(m)$Subject$sdev, "\n"); cat("rePCA hsb", rePCA(hm)$school$sdev, "\n")
X <- getME(m, "X"); cat("kappa", kappa(scale(X, FALSE, sqrt(colSums(X^2))), exact = TRUE), "\n")
b <- ranef(m, condVar = TRUE)$Subject; v <- attr(b, "postVar")
for (k in 1:2) print(shapiro.test(b[, k] / sqrt(VarCorr(m)$Subject[k, k] - v[k, k, ])))
lag <- unlist(lapply(split(r, g), function(x) sum(x[-1] * x[-length(x)]))); cat("neighbours", sum(lag) / sum(r^2), "\n")
