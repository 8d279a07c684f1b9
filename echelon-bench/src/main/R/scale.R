# One model with lmer on a large file: Rscript scale.R FORMULA FILE ANSWER
#
# `seconds` is lmer() with its default control; reading is apart. Estimates have the names that the race of scale uses.
suppressPackageStartupMessages(library(lme4))
args <- commandArgs(trailingOnly = TRUE)
formula <- as.formula(args[1])
wall <- function() as.numeric(Sys.time())

start <- wall()
d <- if (requireNamespace("data.table", quietly = TRUE)) {
  data.table::fread(args[2], data.table = FALSE, nThread = 1, select = all.vars(formula))
} else {
  read.csv(args[2])
}
for (column in all.vars(formula)) if (is.integer(d[[column]])) d[[column]] <- factor(d[[column]])
read_seconds <- wall() - start

start <- wall()
fit <- suppressMessages(suppressWarnings(lmer(formula, d)))
seconds <- wall() - start

v <- as.data.frame(VarCorr(fit))
result <- list(
  seconds = seconds,
  read_seconds = read_seconds,
  evaluations = fit@optinfo$feval,
  messages = gsub("[\t\n]", " ", paste(unlist(fit@optinfo$conv$lme4$messages), collapse = "; ")),
  lme4 = as.character(packageVersion("lme4")),
  sigma = sigma(fit),
  objective = REMLcrit(fit)
)
for (name in names(fixef(fit))) result[[paste0("b:", name)]] <- fixef(fit)[[name]]
for (i in seq_len(nrow(v))) {
  if (v$grp[i] == "Residual") next
  key <- if (is.na(v$var2[i])) paste0("sd:", v$grp[i], ":", v$var1[i]) else paste0("cor:", v$grp[i])
  result[[key]] <- v$sdcor[i]
}
lines <- vapply(names(result), function(key) {
  value <- result[[key]]
  paste0(key, "\t", if (is.numeric(value)) format(value, digits = 17, scientific = FALSE) else value)
}, "")
writeLines(lines, args[3])
