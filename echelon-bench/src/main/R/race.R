# One model with lmer, timed: Rscript race.R JOB RESULT
#
# JOB and RESULT are text files of lines "key<TAB>value". Reading the data and making factors is not timed; lmer() is,
# with its default control. A first fit warms the session up; if it took longer than `once_seconds` it is the
# measurement, otherwise fits are repeated for about `seconds`.
suppressPackageStartupMessages(library(lme4))

read_pairs <- function(file) {
  parts <- strsplit(readLines(file, encoding = "UTF-8"), "\t", fixed = TRUE)
  setNames(lapply(parts, `[`, 2), vapply(parts, `[`, "", 1))
}

read_data <- function(job) {
  plain <- !grepl("\\.gz$", job$data)
  d <- if (plain && requireNamespace("data.table", quietly = TRUE)) {
    data.table::fread(job$data, data.table = FALSE, nThread = 1)
  } else {
    read.csv(job$data)
  }
  columns <- if (is.null(job$factors) || is.na(job$factors)) character() else strsplit(job$factors, ",")[[1]]
  for (column in columns) d[[column]] <- factor(d[[column]])
  d
}

# R's clocks follow the wall clock; /proc/uptime is monotonic but ticks in 10 ms. Timings come from the former and are
# refused when the two disagree over the whole measurement.
wall <- function() as.numeric(Sys.time())
uptime <- function() {
  if (!file.exists("/proc/uptime")) return(NA_real_)
  as.numeric(strsplit(readLines("/proc/uptime"), " ")[[1]][1])
}

# Kilobytes; NA where there is no /proc.
status_kb <- function(key) {
  if (!file.exists("/proc/self/status")) return(NA_real_)
  line <- grep(paste0("^", key, ":"), readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line))
}
reset_peak <- function() {
  if (file.exists("/proc/self/clear_refs")) try(cat("5", file = "/proc/self/clear_refs"), silent = TRUE)
}

args <- commandArgs(trailingOnly = TRUE)
job <- read_pairs(args[1])
formula <- as.formula(job$formula)
reml <- job$criterion == "REML"
budget <- as.numeric(job$seconds)
d <- read_data(job)

invisible(lmer(Reaction ~ 1 + (1 | Subject), sleepstudy)) # loads and compiles what every fit needs
invisible(gc(reset = TRUE))
base_kb <- status_kb("VmRSS")
reset_peak()

fit_once <- function() {
  start <- wall()
  fit <<- suppressMessages(suppressWarnings(lmer(formula, d, REML = reml)))
  wall() - start
}
cpu <- function() sum(proc.time()[1:2])
cpu_before <- cpu()
first <- fit_once()
busy <- (cpu() - cpu_before) / first
peak_kb <- status_kb("VmHWM")
used <- gc()
heap_mb <- sum(used[, ncol(used)])

# Other work than the fit: done once on the fit, or for about `seconds` if it is short. What is not done after
# `limit_seconds` is stopped, and the message says that its time is a lower bound.
parameters <- function(m) {
  v <- as.data.frame(VarCorr(m), order = "lower.tri")
  c(v$sdcor, fixef(m))
}
stopped <- ""
work <- function() {
  quiet <- function(x) suppressMessages(suppressWarnings(x))
  switch(job$work,
    BOOTSTRAP = quiet(confint(bootMer(fit, parameters, nsim = as.integer(job$replicates)), type = "perc")),
    PROFILE = quiet(confint(profile(fit))),
    PROFILE_FIXED = quiet(confint(profile(fit, which = "beta_"))))
}
work_once <- function() {
  limit <- as.numeric(job$limit_seconds)
  start <- wall()
  done <- tryCatch({
    setTimeLimit(elapsed = limit, transient = TRUE)
    work()
    ""
  }, error = function(e) conditionMessage(e))
  setTimeLimit()
  seconds <- wall() - start
  stopped <<- if (done == "") "" else if (seconds > 0.95 * limit) {
    paste0("stopped after ", round(limit), " s: the time is a lower bound")
  } else {
    paste0("failed: ", done)
  }
  seconds
}

times <- first
if (job$work != "FIT") {
  cpu_before <- cpu()
  first <- work_once()
  if (startsWith(stopped, "failed")) { # a profile may refuse a fit that is not at its optimum
    refused <- stopped
    control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5))
    fit <- suppressMessages(suppressWarnings(lmer(formula, d, REML = reml, control = control)))
    cpu_before <- cpu()
    first <- work_once()
    refused <- paste0(refused, "; after a fit by bobyqa to 1e-9, not timed, it works")
    stopped <- if (stopped == "") refused else paste0(refused, " on; ", stopped)
  }
  busy <- (cpu() - cpu_before) / first
  times <- first
  if (first < as.numeric(job$once_seconds) && stopped == "") {
    times <- vapply(seq_len(min(max(ceiling(budget / first), 3), 200)), function(i) work_once(), 0)
  }
} else if (first < as.numeric(job$once_seconds)) {
  repetitions <- min(max(ceiling(budget / first), 3), 200)
  repeat {
    before <- c(wall(), uptime())
    cpu_before <- cpu()
    times <- vapply(seq_len(repetitions), function(i) fit_once(), 0)
    elapsed <- c(wall(), uptime()) - before
    busy <- (cpu() - cpu_before) / elapsed[1]
    if (is.na(elapsed[2]) || abs(elapsed[1] - elapsed[2]) < 0.05) break
  }
}

# One evaluation of the profiled criterion, value only.
criterion <- getME(fit, "devfun")
theta <- getME(fit, "theta")
evaluation <- {
  again <- max(1L, min(100L, as.integer(1 / (first / fit@optinfo$feval)))) # about a second
  start <- wall()
  for (i in seq_len(again)) criterion(theta)
  (wall() - start) / again
}

messages <- c(fit@optinfo$conv$lme4$messages, fit@optinfo$warnings, if (stopped != "") stopped)
result <- list(
  n = nobs(fit),
  thetas = length(theta),
  units = as.integer(job$replicates),
  median_ms = if (grepl("failed: [^;]*$", stopped)) NaN else 1000 * median(times),
  min_ms = 1000 * min(times),
  first_ms = 1000 * first,
  repetitions = length(times),
  evaluations = fit@optinfo$feval,
  evaluation_ms = 1000 * evaluation,
  objective = if (reml) REMLcrit(fit) else deviance(fit),
  cpus_busy = busy,
  base_kb = base_kb,
  peak_kb = peak_kb,
  heap_mb = heap_mb,
  messages = gsub("[\t\n]", " ", paste(unlist(messages), collapse = "; ")),
  r = paste(R.version$major, R.version$minor, sep = "."),
  lme4 = as.character(packageVersion("lme4")),
  matrix = as.character(packageVersion("Matrix")),
  blas = extSoftVersion()[["BLAS"]]
)
lines <- vapply(names(result), function(key) {
  value <- result[[key]]
  paste0(key, "\t", if (is.numeric(value)) format(value, digits = 17, scientific = FALSE) else value)
}, "")
writeLines(lines, args[2])
