#!/usr/bin/env python3
"""tenon beside its peers on the same data in one run; CPU seconds, medians, one thread.

  compare.py --library build/capi/libtenon.so [--csv LOG.csv] [--models DIR --tenon build/examples/tenon]
             [--dense DIR] [--raw] [--repeat 5] [--only read,write,clean,memory,fit,penalty,solve]

Peers: pandas, polars, pyarrow, duckdb, scikit-learn, highspy (pip). Absent ones are left out and said so.
--csv is a log with number columns temperature, pressure, vibration, rpm, torque; without it one of
1,000,000 records is made. --models is a folder of .mps.gz files, each solved by tenon and HiGHS to
gap 1e-4 within --limit seconds. A ratio above 1 means tenon took less time than that peer. The tasks of
data (read, write, clean) are told beside what they must and should reach, at the end as a table.
"""
import measure  # sets one thread before numpy is loaded

import argparse
import glob
import json
import os
import resource
import subprocess
import sys
import tempfile

import numpy as np

import data_tasks
import fit_tasks
import penalty_tasks
import tenon_abi
from data_tasks import NUMBERS
from measure import cpu, optional, table_line


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


def compare_data(lib, a, wanted):
    path = a.csv
    if not path:
        path = os.path.join(tempfile.mkdtemp(), "log.csv")
        make_log(path, 1_000_000)
    print(f"{path}: {os.path.getsize(path) / 1e6:.1f} MB")
    table = data_tasks.compare_read(lib, path, a.repeat) if "read" in wanted else lib.read_csv(path)
    if {"write", "clean"} & set(wanted):
        peers = data_tasks.Peers(path)
        if "clean" in wanted:
            data_tasks.compare_clean(lib, table, peers, a.repeat)
        if "write" in wanted:
            data_tasks.compare_write(lib, table, peers, a.repeat)
        del peers
    lib.free(table)
    if "memory" in wanted:
        data_tasks.compare_memory(a.library, path)
    measure.markdown(["pandas", "polars", "pyarrow", "duckdb"])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--library", required=True)
    p.add_argument("--tenon", default="tenon")
    p.add_argument("--csv")
    p.add_argument("--models")
    p.add_argument("--dense", help="folder of dense_*_X.npy, _yr.npy and _yc.npy for the fits; else they are made")
    p.add_argument("--raw", action="store_true", help="also lbfgs on raw columns, which takes minutes")
    p.add_argument("--limit", type=float, default=60)
    p.add_argument("--repeat", type=int, default=5)
    p.add_argument("--only", default="read,write,clean,memory,fit,penalty,solve")
    p.add_argument("--spare-bytes", type=int, default=1 << 28, help="freed memory that tenon's context keeps")
    p.add_argument("--memory-of", help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.memory_of:
        return data_tasks.memory_of(a.memory_of, a.library, a.csv)
    lib, wanted = tenon_abi.Tenon(a.library, spare_bytes=a.spare_bytes), a.only.split(",")
    if {"read", "write", "clean", "memory"} & set(wanted):
        compare_data(lib, a, wanted)
    if "fit" in wanted:
        fit_tasks.compare_fit(lib, a.repeat, a.dense, a.raw)
        measure.markdown(["Ridge (no errors)", "LinearRegression (no errors)", "newton-cholesky", "lbfgs"])
    if "penalty" in wanted:
        penalty_tasks.compare_elastic_net(lib, a.repeat)
        penalty_tasks.compare_ridge(lib, a.repeat)
        measure.markdown(["standardise + enet_path", "GridSearchCV (2 of 50, x25)"])
    if "solve" in wanted and a.models:
        compare_solve(a.tenon, a.models, a.limit)


if __name__ == "__main__":
    main()
