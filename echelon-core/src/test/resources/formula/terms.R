# Writes terms.tsv: what R's terms() makes of each formula. Run in this folder: Rscript terms.R
formulas <- c(
  "y ~ 1", "y ~ 0", "y ~ -1", "y ~ x", "y ~ 0 + x", "y ~ x - 1", "y ~ x + 0", "y ~ -1 + x", "y ~ +x",
  "y ~ 0 + 1 + a", "y ~ 1 - 1 + a", "y ~ a - 0", "y ~ a - (-1)", "y ~ a - (a + 1)", "y ~ a - (b - 1)",
  "y ~ a + b + a", "y ~ a + b - a", "y ~ a - a + b", "y ~ a - b", "y ~ -a + b", "y ~ a - b - 1 + b",
  "y ~ a:b", "y ~ b:a", "y ~ a:b + b:a", "y ~ a:a", "y ~ a:b:a", "y ~ b:a + a", "y ~ b + a:b", "y ~ b - b + a:b",
  "y ~ a:b + c + d:c + a", "y ~ c:b:a + a:b + c", "y ~ a:b:c + a:b + a",
  "y ~ a*b", "y ~ a*b*c", "y ~ a*b + b*a", "y ~ a*b - a", "y ~ a*b - a:b", "y ~ a*b*c - a:b:c", "y ~ a*a", "y ~ a*1",
  "y ~ (a + b)*c", "y ~ c*(a + b)", "y ~ (a + b)*(c + d)", "y ~ b*a - b", "y ~ a*b:c", "y ~ a:b*c",
  "y ~ (a + b)^2", "y ~ (a + b + c)^2", "y ~ (a + b + c)^3", "y ~ (a + b + c + d)^3", "y ~ (a + b + c)^5",
  "y ~ (a + b + c)^2 - a:b", "y ~ (a*b + c)^2", "y ~ (a + b:c + d)^2", "y ~ x^2", "y ~ (c + b + a)^2", "y ~ (a + b)^2L",
  "y ~ (a:b + c:d + e)^3", "y ~ (a + b)**2", "y ~ (a + 1)^2", "y ~ (0 + a + b)^2",
  "y ~ a/b", "y ~ a/b/c", "y ~ a/(b + c)", "y ~ (a + b)/c", "y ~ (a*b)/c", "y ~ a/(b*c)", "y ~ a/b - a", "y ~ a/b - 1",
  "y ~ a/b:c", "y ~ a:b/c", "y ~ a*b/c", "y ~ b/a + c/a", "y ~ 0 + a/x", "y ~ 1/a",
  "y ~ a %in% b", "y ~ b + a %in% b", "y ~ (a + b) %in% c", "y ~ a %in% (b + c)", "y ~ a + b %in% a + c %in% b %in% a",
  "y ~ a*b %in% c", "y ~ a %in% b:c", "y ~ 1:a", "y ~ (1 + a):b", "y ~ -a:b", "y ~ a + -b:c", "y ~ (a - 1):b",
  "y ~ (a + b):c", "y ~ (a + b):(c + d)", "y ~ a:(b + c) + b", "y ~ ((a))", "y ~ (a + (b + (c)))",
  "log(y) ~ x", "y/100 ~ x", "I(y^2) ~ x", "-y ~ x", "y - z ~ x", "y ~ x:y", "log(y + 1) ~ log(x+1)",
  "y ~ log(x) + x", "y ~ log( x )+log(x)", "y ~ I(x^2)", "y ~ x + I(x^2) + I( x ^ 3 )", "y ~ I(a*b)", "y ~ I(a/b) + I(a - b)",
  "y ~ poly(x, 2)*f", "y ~ poly(x,2,raw=TRUE)", "y ~ f/poly(x, degree = 2)", "y ~ splines::ns(x,df=3):f",
  "y ~ factor(f)*scale(x)", "y ~ scale(x, center=FALSE)", "y ~ cut(x, c(0,10,100000))", "y ~ cut(x, breaks=c(-Inf, 1e-3, .5, 1e5, Inf))",
  "y ~ relevel(f, ref='b')", "y ~ I(x %% 2) + I(x%/%3)", "y ~ I(x>3 & !b | c==2)", "y ~ I(x <= -1)", "y ~ I((a+b)*c)", "y ~ I(-(x))",
  "y ~ I(x*2L) + I(x*1e10) + I(x*123456.789)", "y ~ I(x*0.1) + I(x/1e-15) + I(x*30L)", "y ~ `a b`*c", "y ~ `if` + `x`", "y ~ .x + x.1 + x_2", "y ~ `1st`:b",
  "y ~ I(`a b` + 1)", "y ~ relevel(f, 'it\\'s \"q\"')", "y ~ log(x)^2", "y ~ log(x):x:log(x)", "y ~ \u00e4\u00f6*\u03b2",
  "y ~ a + offset(z) + b", "y ~ offset(log(n))", "y ~ offset(3*x) + x + offset(w)", "y ~ 0 + offset(w)",
  "y ~ a +\n  b", "y ~ x*f1 + x*f2 + f1:f2", "y ~ I(2^-x) + I(-x^2)", "y ~ round(x, 1) + round(x,2)",
  "y ~ log(x, base = 2)", "y ~ I(a - (b - c))", "y ~ exp(-x)*abs(z)")
rows <- vapply(formulas, function(text) {
  f <- as.formula(text)
  t <- terms(f, keep.order = FALSE)
  v <- vapply(as.list(attr(t, "variables"))[-1], function(e) paste(deparse(e, width.cutoff = 500L), collapse = ""), "")
  paste(encodeString(text), v[attr(t, "response")], attr(t, "intercept"), paste(attr(t, "term.labels"), collapse = ";"),
        paste(v[attr(t, "offset")], collapse = ";"), sep = "\t")
}, "")
writeLines(c("formula\tresponse\tintercept\tterms\toffsets", enc2utf8(rows)), "terms.tsv", useBytes = TRUE)
