"""One model with one grouping factor by statsmodels: scale.py FORMULA FILE ANSWER

`seconds` is MixedLM.from_formula and fit (REML, default optimisers); reading is apart. Estimates have the names that
the race of scale uses.
"""

import re
import sys
import time
import warnings

import numpy as np
import pandas as pd
import statsmodels
import statsmodels.formula.api as smf

formula, file, answer = sys.argv[1:]
fixed, effects, group = re.fullmatch(r"(.*) \+ \((.*) \| (\w+)\)", formula).groups()

start = time.monotonic()
data = pd.read_csv(file)
read_seconds = time.monotonic() - start

start = time.monotonic()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    fit = smf.mixedlm(fixed, data, groups=group, re_formula=effects).fit(reml=True)
seconds = time.monotonic() - start

lines = {
    "seconds": seconds,
    "read_seconds": read_seconds,
    "statsmodels": statsmodels.__version__,
    "converged": fit.converged,
    "messages": "; ".join(sorted({str(w.message).replace("\n", " ") for w in caught})),
    "sigma": float(np.sqrt(fit.scale)),
}
plain = {"Intercept": "(Intercept)", "Group": "(Intercept)", group: "(Intercept)"}
for name, value in fit.fe_params.items():
    lines["b:" + plain.get(name, name)] = float(value)
covariance = fit.cov_re
deviations = np.sqrt(np.diag(covariance))
for name, value in zip(covariance.index, deviations):
    lines[f"sd:{group}:" + plain.get(name, name)] = float(value)
if len(deviations) == 2:
    lines["cor:" + group] = float(covariance.iloc[0, 1] / deviations.prod())
with open(answer, "w", encoding="utf-8") as out:
    for key, value in lines.items():
        out.write(f"{key}\t{value!r}\n" if isinstance(value, float) else f"{key}\t{value}\n")
