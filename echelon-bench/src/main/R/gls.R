# One model with unstructured residuals with gls of nlme, timed: Rscript gls.R JOB RESULT, as race.R.
suppressPackageStartupMessages(library(nlme))

read_pairs <- function(file) {
  parts <- strsplit(readLines(file, encoding = "UTF-8"), "\t", fixed = TRUE)
  setNames(lapply(parts, `[`, 2), vapply(parts, `[`, "", 1))
}

args <- commandArgs(trailingOnly = TRUE)
job <- read_pairs(args[1])
fixed <- as.formula(sub(" *\\+ *repeated\\(.*$", "", job$formula))
bar <- regmatches(job$formula, regexec("us\\(([A-Za-z0-9]+) \\| ([A-Za-z0-9]+)\\)", job$formula))[[1]]
d <- read.csv(job$data)
d <- d[complete.cases(d[c(all.vars(fixed), bar[-1])]), ]
for (column in strsplit(job$factors, ",")[[1]]) d[[column]] <- factor(d[[column]])
d$position <- as.integer(d[[bar[2]]])
correlation <- corSymm(form = as.formula(paste("~ position |", bar[3])))
weights <- varIdent(form = as.formula(paste("~ 1 |", bar[2])))

fit_once <- function() {
  start <- as.numeric(Sys.time())
  fit <<- gls(fixed, d, correlation = correlation, weights = weights, method = job$criterion)
  as.numeric(Sys.time()) - start
}
fit_once()
cpu <- sum(proc.time()[1:2])
first <- fit_once()
times <- c(first, vapply(seq_len(min(max(ceiling(as.numeric(job$seconds) / first), 3), 200)), function(i) fit_once(), 0))
result <- list(
  n = nrow(d), thetas = length(coef(fit$modelStruct)) + 1, units = 1,
  median_ms = 1000 * median(times), min_ms = 1000 * min(times), first_ms = 1000 * first,
  repetitions = length(times), evaluations = NaN, evaluation_ms = NaN,
  objective = -2 * as.numeric(logLik(fit)), cpus_busy = (sum(proc.time()[1:2]) - cpu) / sum(times),
  base_kb = NaN, peak_kb = NaN, heap_mb = NaN,
  messages = ""
)
writeLines(paste0(names(result), "\t", vapply(result, function(v) {
  if (is.numeric(v)) format(v, digits = 17, scientific = FALSE) else v
}, "")), args[2])
