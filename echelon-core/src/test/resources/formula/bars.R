# Writes bars.tsv: what lme4's findbars() makes of each formula, parentheses and blanks inside the grouping left out, and
# what R's terms() makes of the left side of each bar. Run in this folder: Rscript bars.R
suppressMessages(library(lme4))
formulas <- c(
  "y ~ (1 | g)", "y ~ x + (x | g)", "y ~ x + (1 + x | g)", "y ~ (0 + x | g)", "y ~ (x - 1 | g)", "y ~ (1 | a) + (1 | b)",
  "y ~ (1 | a/b)", "y ~ (1 | a/b/c)", "y ~ (1 | a/b/c/d)", "y ~ (1 | a:b)", "y ~ (1 | a:b:c)", "y ~ (1 | a) + (1 | a:b)",
  "y ~ (1 | a/b:c)", "y ~ (x*z | g)", "y ~ (x:z + z | g)", "y ~ (1 | a) + x + (0 + x | a)", "y ~ 0 + (x | a/b) + z + (1 | c)",
  "y ~ (1 | g) + x*z", "y ~ (poly(x, 2) | g)", "y ~ (1 | factor(g))", "y ~ (log(x) + I(z^2) | g:h)",
  "y ~ x + ((1 | g) + z)", "y ~ (1 | `a b`/c)", "y ~ a + ((x | g))", "y ~ (f/x | g)", "y ~ (1 | cut(x, 3))")
one <- function(text) {
  bars <- findbars(as.formula(text))
  parts <- vapply(bars, function(bar) {
    left <- terms(as.formula(call("~", bar[[2]])))
    group <- deparse(bar[[3]], backtick = TRUE)
    if (!grepl("^[a-z]+\\(.*\\)$", group)) group <- gsub("[()]", "", group)
    paste0(attr(left, "intercept"), "+", paste(attr(left, "term.labels"), collapse = ";"), "|", group)
  }, "")
  fixed <- terms(nobars(as.formula(text)))
  paste(text, paste0(attr(fixed, "intercept"), "+", paste(attr(fixed, "term.labels"), collapse = ";")),
        paste(parts, collapse = " @ "), sep = "\t")
}
writeLines(c("formula\tfixed\tbars", vapply(formulas, one, "")), "bars.tsv")
