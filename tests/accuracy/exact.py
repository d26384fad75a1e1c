"""The tenon command against exact rational solutions (Python's fractions) of the same doubles.

    exact.py TENON WORK

Least squares on badly scaled and nearly collinear designs, high powers, weights and ridge: what is
demanded of each coefficient and standard error is what the fit vouches for, and not less than the
least number of digits told beside the problem. Powers are demanded exact: the rational solution is
that of the powers of the doubles as they stand in the file, unrounded.
"""
import json
import math
import os
import random
import subprocess
import sys
from fractions import Fraction as F

TENON, WORK = sys.argv[1:3]
os.makedirs(WORK, exist_ok=True)


def solve(g, columns):
    """Solves G X = columns exactly (Gauss on fractions)."""
    n, m = len(g), len(columns)
    a = [g[i][:] + [c[i] for c in columns] for i in range(n)]
    for i in range(n):
        p = next(j for j in range(i, n) if a[j][i] != 0)
        a[i], a[p] = a[p], a[i]
        inverse = 1 / a[i][i]
        a[i] = [v * inverse for v in a[i]]
        for j in range(n):
            if j != i and a[j][i] != 0:
                f = a[j][i]
                a[j] = [v - f * w for v, w in zip(a[j], a[i])]
    return [[a[i][n + k] for i in range(n)] for k in range(m)]


def root(x):
    """Square root of a fraction, to 40 digits."""
    if x == 0:
        return F(0)
    shift = 10 ** 80
    return F(math.isqrt(x.numerator * x.denominator * shift * shift), x.denominator * shift)


def exact_fit(rows, y, w):
    """Coefficients, standard errors and residual sd, exactly."""
    k = len(rows[0])
    g = [[sum(wi * r[a] * r[b] for wi, r in zip(w, rows)) for b in range(k)] for a in range(k)]
    v = [sum(wi * r[a] * yi for wi, r, yi in zip(w, rows, y)) for a in range(k)]
    unit = [[F(int(a == b)) for a in range(k)] for b in range(k)]
    b, *inverse = solve(g, [v] + unit)
    rss = sum(wi * (yi - sum(c * x for c, x in zip(b, r))) ** 2 for wi, r, yi in zip(w, rows, y))
    s2 = rss / (len(rows) - k)
    return b, [root(s2 * inverse[a][a]) for a in range(k)], root(s2)


def digits(value, truth):
    if truth == 0:
        return 16.0 if value == 0 else -math.log10(abs(value))
    error = abs((F(value) - truth) / truth)
    return 16.0 if error == 0 else -math.log10(error) if error > F(1, 10 ** 300) else 16.0


def check(name, columns, y, least, least_error, intercept=True, polynomial=1, weights=None):
    path = os.path.join(WORK, name + ".csv")
    names = ["x%d" % (j + 1) for j in range(len(columns))]
    with open(path, "w") as out:
        out.write(",".join(names + ["y"] + (["w"] if weights else [])) + "\n")
        for i in range(len(y)):
            cells = [c[i] for c in columns] + [y[i]] + ([weights[i]] if weights else [])
            out.write(",".join(repr(float(c)) for c in cells) + "\n")
    command = [TENON, "learn", path, "--target", "y", "--features", ",".join(names), "--model",
               "linear", "--test-share", "0", "--json", "--polynomial", str(polynomial)]
    command += [] if intercept else ["--no-intercept"]
    command += ["--weights", "w"] if weights else []
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    rows = []
    for i in range(len(y)):
        row = [F(1)] if intercept else []
        for c in columns:
            row += [F(c[i]) ** p for p in range(1, polynomial + 1)]
        rows.append(row)
    w = [F(v) for v in weights] if weights else [F(1)] * len(y)
    b, errors, sd = exact_fit(rows, [F(v) for v in y], w)
    assert len(told["coefficients"]) == len(b), name
    estimate = min(digits(c["estimate"], t) for c, t in zip(told["coefficients"], b))
    error = min(digits(c["standard_error"], t) for c, t in zip(told["coefficients"], errors))
    deviation = digits(told["residual_sd"], sd)
    print("%-28s %-22s estimates %5.1f (vouched %5.1f)  errors %5.1f (vouched %5.1f)  sd %5.1f" % (
        name, told["path"], estimate, told["digits"], error, told["error_digits"], deviation))
    assert not any(c["dropped"] for c in told["coefficients"]), name
    # One digit less than vouched for: a bound on the last bits that bears a little less than it says.
    assert estimate >= told["digits"] - 1 and error >= told["error_digits"] - 1, name
    assert estimate >= least and error >= least_error, name


def main():
    r = random.Random(7)

    def normal(n):
        return [r.gauss(0, 1) for _ in range(n)]

    # Powers: like the hard certified sets, ten of them on an interval far from zero, no intercept,
    # a straight line through huge numbers, clusters of points.
    x = [-8.78 + 0.069 * i + r.random() * 0.01 for i in range(82)]
    y = [0.76 + 0.05 * math.sin(v) + 0.003 * r.gauss(0, 1) for v in x]
    check("degree_10", [x], y, 14.5, 14, polynomial=10)
    check("degree_16", [x[:40]], y[:40], 14.5, 14, polynomial=16)
    x = [1000 + r.random() for _ in range(40)]
    check("degree_8_far", [x], normal(40), 14.5, 14, polynomial=8)
    x = [float(i) for i in range(21)]
    check("degree_5_no_intercept", [x], [1e5 * v for v in normal(21)], 14.5, 14, intercept=False,
          polynomial=5)
    x = [100 + 10 ** (4 * r.random()) for _ in range(40)]
    check("degree_2_loads", [x], [1e-6 * v + r.gauss(0, 1e-4) for v in x], 14.5, 14, polynomial=2)
    check("degree_3_two_features", [normal(60), [50 + v for v in normal(60)]], normal(60), 14.5, 14,
          polynomial=3)

    # Scales and collinearity.
    n = 40
    a, b = normal(n), normal(n)
    check("scales", [[1e12 * v for v in a], [1e-9 * v for v in b], [1e5 + v for v in normal(n)]],
          normal(n), 14.5, 14)
    for power in (4, 8, 11):
        near = [u + v + 10.0 ** -power * w for u, v, w in zip(a, b, normal(n))]
        check("collinear_1e-%d" % power, [a, b, near], normal(n), 14.5, 14)
    k = 7
    hilbert = [[1.0 / (i + j + 1) for i in range(n)] for j in range(k)]
    check("hilbert_%d" % k, hilbert, normal(n), 14.5, 14, intercept=False)
    check("weights", [a, b], normal(n), 14.5, 14, weights=[10 ** r.uniform(-6, 6) for _ in range(n)])
    check("powers_and_weights", [a], normal(n), 14.5, 14, polynomial=6,
          weights=[r.random() for _ in range(n)])
    check("large_offset", [[1e9 + v for v in a]], [1e7 + v for v in normal(n)], 14, 14)


main()
