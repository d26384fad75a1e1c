"""Least squares and logistic fits beside scikit-learn, with the objective that each reaches.

The data are tall matrices in the style of a plant's records: columns in unlike units, away from zero, and correlated
through a few shared factors. --dense DIR takes files dense_ROWSxCOLUMNS_X.npy, _yr.npy and _yc.npy; without it the same
kind is made. tenon is always given the raw columns. A peer is given the raw columns and standardises them in the time
that is told, as it needs to; how long its fit alone takes on a standardised copy is told beside.
"""
import os
import warnings

import numpy as np

from measure import cpu, optional, table_line

SIZES = ((1_000_000, 20), (100_000, 200), (10_000, 2000))
LEAST_SQUARES = {20: (3, 4), 200: (1.5, 2.5), 2000: (1, 1.3)}
LOGISTIC = {20: (2.5, 4), 200: (2, 4), 2000: (2, 4)}
# Two fits are at the same objective if they differ by less than this share of it.
SAME = 1e-9


def size_name(rows, columns):
    return f"{rows:.0e}x{columns}".replace("e+0", "e")


def made(rows, columns, seed=20240607):
    r = np.random.default_rng([seed, rows, columns])
    shared = r.normal(0, .5, (5, columns))
    scale, mean = 10 ** r.uniform(-1, 1, columns), r.normal(0, 3, columns)
    beta = r.normal(0, 1, columns) * (r.random(columns) < .25)
    x, eta = np.empty((rows, columns)), np.empty(rows)
    for first in range(0, rows, 50_000):
        last = min(rows, first + 50_000)
        z = r.normal(0, 1, (last - first, columns)) + r.normal(0, 1, (last - first, 5)) @ shared
        eta[first:last] = z @ beta
        x[first:last] = mean + z * scale
    y = 1 + eta + r.normal(0, np.std(eta) / 2, rows)
    label = r.random(rows) < 1 / (1 + np.exp(.5 - 2 * eta / np.std(eta)))
    return x, y, label.astype(float)


def data(folder, rows, columns):
    if not folder:
        return made(rows, columns)
    path = os.path.join(folder, f"dense_{size_name(rows, columns)}_")
    return np.load(path + "X.npy"), np.load(path + "yr.npy"), np.load(path + "yc.npy").astype(float)


def compare_least_squares(lib, linear, x, y, repeat):
    rows, columns = x.shape

    def squares(intercept, b):
        return float(np.sum((y - x @ b - intercept) ** 2))
    model = lib.linear(x, y)
    intercept, *b = lib.estimates(model)
    lib.free_model(model)
    mine, reached = squares(intercept, b), []

    def ours(residual_pass=0):
        lib.free_model(lib.linear(x, y, residual_pass))
    peers = {"Ridge (no errors)": lambda: linear.Ridge(alpha=1e-9, solver="cholesky").fit(x, y),
             "LinearRegression (no errors)": lambda: linear.LinearRegression().fit(x, y)}
    times = {}
    for name, fit in peers.items():
        fitted = fit()
        reached.append(f"{name} {squares(fitted.intercept_, fitted.coef_) / mine - 1:+.1e}")
        times[name] = cpu(fit, repeat if name.startswith("Ridge") else 1)
    table_line(f"least squares with errors, {size_name(rows, columns)}", cpu(ours, repeat), times,
               *LEAST_SQUARES[columns])
    table_line(f"the same with a residual pass, {size_name(rows, columns)}", cpu(lambda: ours(1), repeat), times,
               *LEAST_SQUARES[columns])
    print(f"    sum of squares {mine:.8g} of tenon; beside it {', '.join(reached)}")


def logistic_objective(design, label, penalty=1.0):
    def value(intercept, b):
        t = design @ b + intercept
        return float(np.sum(np.logaddexp(0, t) - label * t) + penalty / 2 * np.dot(b, b))
    return value


def standardised(x):
    z = x - x.mean(0)
    z /= z.std(0, ddof=1)
    return z


def cheapest(linear, solver, design, label, value, least):
    """The loosest tolerance at which the solver reaches the objective, a fit with it, and how far off it stays."""
    for tol in (1e-4, 1e-6, 1e-8, 1e-10):
        def fit(design=design):
            return linear.LogisticRegression(C=1.0, solver=solver, tol=tol, max_iter=10_000).fit(design, label)
        fitted = fit()
        off = value(fitted.intercept_[0], fitted.coef_[0]) / least - 1
        if off <= SAME:
            break
    return fit, tol, off, int(fitted.n_iter_[0])


def compare_logistic(lib, linear, x, label, repeat):
    rows, columns = x.shape
    z = standardised(x)
    value = logistic_objective(z, label)
    mean, deviation = x.mean(0), x.std(0, ddof=1)

    def ours(no_inference):
        lib.free_model(lib.logistic(x, label, 1.0, no_inference))
    model = lib.logistic(x, label, 1.0, no_inference=1)
    summary = lib.summary(model)
    intercept, *b = lib.estimates(model)
    lib.free_model(model)
    mine = value(intercept + mean @ b, deviation * b)
    name, times, alone, reached = size_name(rows, columns), {}, {}, []
    for solver in ("newton-cholesky", "lbfgs"):
        fit, tol, off, steps = cheapest(linear, solver, z, label, value, mine)
        reached.append(f"{solver} {off:+.1e} (tol {tol:.0e}, {steps} steps)")
        few = 1 if rows * columns > 1e7 and columns > 100 else repeat
        alone[solver] = cpu(fit, few)
        times[solver] = cpu(lambda: fit(standardised(x)), few)
    # The peers find no standard errors; what they cost here is told beside.
    table_line(f"logistic L2, {name}", cpu(lambda: ours(1), repeat), times, *LOGISTIC[columns])
    print(f"    with standard errors: tenon {cpu(lambda: ours(0), repeat):.4f} s")
    print("    fit alone on a standardised copy: " + ", ".join(
        f"{solver} {seconds:.4f} s" for solver, seconds in alone.items()))
    print(f"    objective {mine:.6f} of tenon, converged {summary.converged}, {summary.iterations} steps; beside it "
          f"{', '.join(reached)}")


def compare_raw_columns(linear, x, label):
    """lbfgs as it comes, on raw columns: its own objective, whose minimum Newton's method finds."""
    value = logistic_objective(x, label)
    name = size_name(*x.shape)

    def fit(solver, tol, most):
        return linear.LogisticRegression(C=1.0, solver=solver, tol=tol, max_iter=most).fit(x, label)
    best = fit("newton-cholesky", 1e-8, 100)
    least = value(best.intercept_[0], best.coef_[0])
    for most in (100, 10_000):
        found = []
        seconds = cpu(lambda: found.append(fit("lbfgs", 1e-4, most)), 1)
        off = value(found[-1].intercept_[0], found[-1].coef_[0]) / least - 1
        print(f"    lbfgs on raw columns, {name}, at most {most} steps: {seconds:.3f} s, {int(found[-1].n_iter_[0])} "
              f"steps, objective {off:+.1e} of its minimum")


def compare_fit(lib, repeat, folder=None, raw=False):
    linear = optional("sklearn.linear_model")
    if not linear:
        return
    warnings.simplefilter("ignore")
    for rows, columns in SIZES:
        x, y, label = data(folder, rows, columns)
        compare_least_squares(lib, linear, x, y, repeat)
        compare_logistic(lib, linear, x, label, repeat)
        if raw:
            compare_raw_columns(linear, x, label)
