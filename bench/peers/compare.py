#!/usr/bin/env python3
"""tenon beside its peers on the same data in one run; CPU seconds, medians, one thread.

  compare.py --library build/capi/libtenon.so [--csv LOG.csv] [--models DIR --tenon build/examples/tenon]
             [--repeat 5] [--only read,clean,fit,solve]

Peers: pandas, polars, pyarrow, duckdb, scikit-learn, highspy (pip). Absent ones are left out and said so.
--csv is a log with number columns temperature, pressure, vibration, rpm, torque; without it one of
1,000,000 records is made. --models is a folder of .mps.gz files, each solved by tenon and HiGHS to
gap 1e-4 within --limit seconds. A ratio above 1 means tenon took less time than that peer.
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ[name] = "1"

import argparse
import gc
import glob
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

import tenon_abi

NUMBERS = ["temperature", "pressure", "vibration", "rpm", "torque"]


def optional(name):
    try:
        return __import__(name, fromlist=["x"])
    except ImportError:
        print(f"left out: {name} is not installed")
        return None


def cpu(task, repeat):
    """Median CPU seconds of task(), after one warm-up."""
    times = []
    for i in range(repeat + 1):
        gc.collect()
        start = time.process_time()
        result = task()
        times.append(time.process_time() - start)
        del result
    return statistics.median(times[1:])


def table_line(task, ours, peers):
    best = min(peers.values()) if peers else float("nan")
    others = "  ".join(f"{name} {seconds:.4f} s ({seconds / ours:.2f}x)" for name, seconds in peers.items())
    print(f"{task:34s} tenon {ours:.4f} s  {others}  | best peer / tenon = {best / ours:.2f}")
    sys.stdout.flush()


def make_log(path, rows):
    r = np.random.default_rng(1)
    columns = [298 + r.normal(0, 3, rows), 5 + r.normal(0, .1, rows), np.abs(r.normal(.9, .2, rows)),
               1500 + r.normal(0, 40, rows), 40 + r.normal(0, 4, rows)]
    formats = ["%.2f", "%.4f", "%.4f", "%.0f", "%.2f"]
    with open(path, "w") as out:
        out.write("machine," + ",".join(NUMBERS) + ",status\n")
        texts = [np.char.mod(f, c) for f, c in zip(formats, columns)]
        for t in texts:
            t[r.random(rows) < .01] = ""
        for i in range(rows):
            out.write(f"M-{i % 24:02d}," + ",".join(t[i] for t in texts) + (",FAIL\n" if i % 31 == 0 else ",OK\n"))


def compare_read(lib, path, repeat):
    pandas, polars, pyarrow = optional("pandas"), optional("polars"), optional("pyarrow.csv")

    def ours():
        lib.free(lib.read_csv(path))
    peers = {}
    if pandas:
        peers["pandas"] = cpu(lambda: pandas.read_csv(path), repeat)
    if polars:
        peers["polars"] = cpu(lambda: polars.read_csv(path, infer_schema_length=None, null_values=["NA", "NaN", "null", "-"]), repeat)
    if pyarrow:
        options = pyarrow.ReadOptions(use_threads=False)
        parse = pyarrow.ParseOptions(newlines_in_values=True)
        peers["pyarrow"] = cpu(lambda: pyarrow.read_csv(path, options, parse), repeat)
    table_line("read CSV to typed table", cpu(ours, repeat), peers)
    table = lib.read_csv(path)
    frame = pandas.read_csv(path, na_values=["-"]) if pandas else None
    out = os.path.join(tempfile.mkdtemp(), "out.csv")
    peers = {}
    if frame is not None:
        peers["pandas"] = cpu(lambda: frame.to_csv(out, index=False), 1)
        if polars:
            pl = polars.from_pandas(frame)
            peers["polars"] = cpu(lambda: pl.write_csv(out), repeat)
    table_line("write CSV", cpu(lambda: lib.write_csv(table, out), repeat), peers)
    return table, frame


def compare_clean(lib, table, frame, repeat):
    if frame is None:
        return
    polars = optional("polars")
    pl = polars.from_pandas(frame) if polars else None
    duck = optional("duckdb")
    db = duck.connect(config={"threads": 1}) if duck else None
    if db:
        db.execute("CREATE TABLE log AS SELECT * FROM frame")

    def both(task, ours, pandas_task, polars_task, sql=None):
        def run():
            lib.free(ours())
        peers = {"pandas": cpu(pandas_task, repeat)}
        if pl is not None and polars_task:
            peers["polars"] = cpu(polars_task, repeat)
        if db and sql:
            # Into a table, as the others leave their result in memory, and not into Python.
            peers["duckdb"] = cpu(lambda: db.execute("CREATE OR REPLACE TEMP TABLE out AS " + sql), repeat)
        table_line(task, cpu(run, repeat), peers)

    numbers = frame[NUMBERS]
    both("drop duplicates, all columns", lambda: lib.drop_duplicates(table),
         lambda: frame.drop_duplicates(), lambda: pl.unique(maintain_order=True), "SELECT DISTINCT * FROM log")
    both("fill 5 columns by median", lambda: lib.fill_median(table, NUMBERS),
         lambda: numbers.fillna(numbers.median()),
         lambda: pl.with_columns([polars.col(c).fill_null(polars.col(c).median()) for c in NUMBERS]),
         "SELECT " + ", ".join(f"coalesce({c}, (SELECT median({c}) FROM log)) AS {c}" for c in NUMBERS) + " FROM log")
    both("fill 5 columns by mean", lambda: lib.fill(table, NUMBERS, 1),
         lambda: numbers.fillna(numbers.mean()),
         lambda: pl.with_columns([polars.col(c).fill_null(polars.col(c).mean()) for c in NUMBERS]),
         "SELECT " + ", ".join(f"coalesce({c}, (SELECT avg({c}) FROM log)) AS {c}" for c in NUMBERS) + " FROM log")
    if "machine_id" in frame:
        plan = {"step": "fill", "method": "previous", "group": ["machine_id"], "columns": NUMBERS}
        both("previous value per machine", lambda: lib.clean(table, plan),
             lambda: frame.groupby("machine_id", sort=False)[NUMBERS].ffill(),
             lambda: pl.with_columns([polars.col(c).forward_fill().over("machine_id") for c in NUMBERS]))

    def pandas_iqr():
        q = numbers.quantile([.25, .75])
        spread = q.loc[.75] - q.loc[.25]
        return (numbers < q.loc[.25] - 1.5 * spread) | (numbers > q.loc[.75] + 1.5 * spread)

    def polars_iqr():
        low, high = [polars.col(NUMBERS).quantile(q, "linear") for q in (.25, .75)]
        return pl.select((polars.col(NUMBERS) < low - 1.5 * (high - low)) | (polars.col(NUMBERS) > high + 1.5 * (high - low)))
    both("flag 5 columns by IQR", lambda: lib.flag_outliers(table, NUMBERS, 1), pandas_iqr, polars_iqr)

    def pandas_hampel():
        x = frame["vibration"]
        m = x.rolling(7, center=True, min_periods=1).median()
        d = (x - m).abs()
        return d > 3 * 1.4826 * d.rolling(7, center=True, min_periods=1).median()

    def polars_hampel():
        x = pl["vibration"]
        m = x.rolling_median(7, center=True, min_samples=1)
        d = (x - m).abs()
        return d > 3 * 1.4826 * d.rolling_median(7, center=True, min_samples=1)
    both("flag 1 column by Hampel, window 7", lambda: lib.flag_outliers(table, ["vibration"], 2, 7),
         pandas_hampel, polars_hampel)
    median = {"step": "smooth", "method": "moving_median", "window": 101, "columns": ["vibration"]}
    both("moving median, window 101", lambda: lib.clean(table, median),
         lambda: frame["vibration"].rolling(101, center=True, min_periods=1).median(),
         lambda: pl.select(polars.col("vibration").rolling_median(101, center=True, min_samples=1)))


def compare_fit(lib, repeat):
    sklearn = optional("sklearn.linear_model")
    if not sklearn:
        return
    for rows, columns in ((1_000_000, 20), (100_000, 200)):
        r = np.random.default_rng(2)
        x = r.normal(0, 1, (rows, columns)) @ (np.eye(columns) + .2 * r.normal(0, 1, (columns, columns)) / columns ** .5)
        eta = x @ (r.normal(0, 1, columns) / columns ** .5)
        y = eta + r.normal(0, .5, rows)
        label = (r.random(rows) < 1 / (1 + np.exp(-2 * eta + .5))).astype(float)
        size = f"{rows:.0e} x {columns}".replace("e+0", "e")

        def ours():
            lib.free_model(lib.linear(x, y))
        table_line(f"least squares, {size}", cpu(ours, repeat),
                   {"Ridge (no errors)": cpu(lambda: sklearn.Ridge(alpha=1e-9, solver="cholesky").fit(x, y), repeat),
                    "LinearRegression": cpu(lambda: sklearn.LinearRegression().fit(x, y), 1)})
        standard = (x - x.mean(0)) / x.std(0, ddof=1)

        def objective(intercept, b):
            t = standard @ b + intercept
            return float(np.sum(np.logaddexp(0, t) - label * t) + .5 * b @ b)
        model = lib.logistic(x, label, 1.0)
        summary = lib.summary(model)
        lib.free_model(model)

        def ours_logistic():
            lib.free_model(lib.logistic(x, label, 1.0))
        peers, values = {}, []
        for solver in ("newton-cholesky", "lbfgs"):
            def fit():
                return sklearn.LogisticRegression(C=1.0, solver=solver, tol=1e-8, max_iter=500).fit(standard, label)
            fitted = fit()
            values.append(f"{solver} {objective(fitted.intercept_[0], fitted.coef_[0]):.6f}")
            peers[solver] = cpu(fit, 1 if rows * columns > 1e7 else repeat)
        table_line(f"logistic L2, {size}", cpu(ours_logistic, repeat), peers)
        print(f"    -log likelihood of tenon {-summary.log_likelihood:.6f} + penalty, converged {summary.converged}; "
              f"objective of peers: {', '.join(values)}")


def children_cpu(command, limit):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, timeout=4 * limit + 30)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


HIGHS = """
import sys, json, highspy
h = highspy.Highs()
h.setOptionValue("output_flag", False); h.setOptionValue("threads", 1); h.setOptionValue("mip_rel_gap", 1e-4)
h.setOptionValue("time_limit", float(sys.argv[2])); h.readModel(sys.argv[1]); h.run()
print(json.dumps({"outcome": h.modelStatusToString(h.getModelStatus()).lower(), "objective": h.getInfo().objective_function_value}))
"""


def compare_solve(tenon, folder, limit):
    if not optional("highspy"):
        return
    start, _ = None, None
    _, empty = children_cpu([sys.executable, "-c", "import highspy"], limit)
    ours_total = theirs_total = 0
    for path in sorted(glob.glob(os.path.join(folder, "*.mps.gz"))):
        out, ours = children_cpu([tenon, "solve", path, "--time-limit", str(limit), "--gap", "1e-4", "--json"], limit)
        a = json.loads(out)
        out, theirs = children_cpu([sys.executable, "-c", HIGHS, path, str(limit)], limit)
        b, theirs = json.loads(out), max(theirs - empty, 1e-3)
        same = abs(a.get("objective") or 0 - b["objective"]) if a.get("objective") is None else abs(a["objective"] - b["objective"]) <= 2e-4 * abs(b["objective"]) + 1e-6
        print(f"{os.path.basename(path)[:-7]:16s} tenon {a.get('outcome', 'error'):12s} {ours:8.2f} s   "
              f"HiGHS {b['outcome']:12s} {theirs:8.2f} s   HiGHS / tenon = {theirs / max(ours, 1e-3):6.2f}   "
              f"{'same objective' if same is True else 'OBJECTIVES DIFFER'}")
        sys.stdout.flush()
        ours_total += np.log(ours + 1)
        theirs_total += np.log(theirs + 1)
    count = len(glob.glob(os.path.join(folder, "*.mps.gz")))
    if count:
        print(f"shifted geometric mean (1 s): tenon {np.exp(ours_total / count) - 1:.2f} s, "
              f"HiGHS {np.exp(theirs_total / count) - 1:.2f} s")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--library", required=True)
    p.add_argument("--tenon", default="tenon")
    p.add_argument("--csv")
    p.add_argument("--models")
    p.add_argument("--limit", type=float, default=60)
    p.add_argument("--repeat", type=int, default=5)
    p.add_argument("--only", default="read,clean,fit,solve")
    a = p.parse_args()
    lib, wanted = tenon_abi.Tenon(a.library), a.only.split(",")
    if "read" in wanted or "clean" in wanted:
        path = a.csv
        if not path:
            path = os.path.join(tempfile.mkdtemp(), "log.csv")
            make_log(path, 1_000_000)
        print(f"{path}: {os.path.getsize(path) / 1e6:.1f} MB")
        table, frame = compare_read(lib, path, a.repeat)
        if "clean" in wanted:
            compare_clean(lib, table, frame, a.repeat)
        lib.free(table)
        del frame
    if "fit" in wanted:
        compare_fit(lib, a.repeat)
    if "solve" in wanted and a.models:
        compare_solve(a.tenon, a.models, a.limit)


if __name__ == "__main__":
    main()
