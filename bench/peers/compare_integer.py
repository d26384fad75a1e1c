#!/usr/bin/env python3
"""Integer programs: tenon beside HiGHS, SCIP, CBC and GLPK, one thread, gap 1e-4, CPU seconds.

  compare_integer.py --tenon build/examples/tenon --data DIR --set miplib3 --set industrial --out run.tsv
  compare_integer.py --tenon ... --data DIR --set mip2 --ablation --limit 20 --only pg,timtab1
  compare_integer.py --tenon ... --data DIR --set mip2 --permute 5 [--with-peers]
  compare_integer.py --table run.tsv more.tsv --optima DIR/optima.tsv

A set is a folder of .mps or .mps.gz under --data, or a folder or file by its path. Models are taken
one by one, all solvers in turn on each; nothing runs at the same time. Peers: HiGHS and SCIP as the
packages highspy and pyscipopt of --python, CBC and GLPK as the programs cbc and glpsol; those that are
not there are left out, and said so. A run counts as proved when the solver says so within the limit;
every other one is charged the limit. Known optima (optima.tsv: instance, objective, status) are read
from --data: what contradicts them is printed as WRONG, and the exit code is then 1.

--out: one line a run, appended as it ends; runs that are there already are not done again, so that a
comparison can be stopped, resumed and put together from several files.
--ablation: tenon alone, whole and without each of its parts in turn (or of --parts a,b; --reductions
adds those of presolve).
--permute N: each model also with its rows and columns in N other orders, from --seed.
"""
import argparse
import os
import subprocess
import sys
import tempfile

import integer_models
import integer_solvers
import integer_tables

COLUMNS = ["set", "instance", "solver", "variant", "limit", "status", "objective", "bound", "nodes",
           "cpu", "wall", "mb", "maximise"]
TEXT = ("set", "instance", "solver", "variant", "status")
PEERS = ["HiGHS", "CBC", "SCIP", "GLPK"]


def key(row):
    return row["set"], row["instance"], row["solver"], row["variant"], row["limit"]


def read_results(paths):
    rows = {}
    for path in paths:
        with open(path) as source:
            for line in source:
                words = line.rstrip("\n").split("\t")
                if len(words) != len(COLUMNS) or words == COLUMNS:
                    continue
                row = {name: word if name in TEXT else float(word) if word else None
                       for name, word in zip(COLUMNS, words)}
                rows[key(row)] = row
    return rows


class Results:
    """Rows by key, each written as soon as it is known."""

    def __init__(self, path):
        self.rows = read_results([path]) if path and os.path.exists(path) else {}
        self.file = open(path, "a") if path else None
        if self.file and self.file.tell() == 0:
            self.write(COLUMNS)

    def write(self, words):
        if self.file:
            self.file.write("\t".join(words) + "\n")
            self.file.flush()

    def add(self, row):
        self.rows[key(row)] = row
        self.write(["" if row[name] is None else row[name] if name in TEXT else format(row[name], ".12g")
                    for name in COLUMNS])


def read_optima(path):
    optima = {}
    if path and os.path.exists(path):
        with open(path) as source:
            for line in list(source)[1:]:
                words = line.rstrip("\n").split("\t")
                optima[words[0]] = (integer_solvers.number(words[1]), words[2])
    return optima


def known_parts(program, reductions):
    """The names that tenon solve --help lists."""
    text = subprocess.run([program, "solve", "--help"], capture_output=True, text=True, check=True).stdout
    lines = text.split("Parts for --without:")[1].splitlines()
    parts = [line.split(None, 1) for line in lines if line.strip()]
    return [name for name, what in parts if reductions or "reduction of presolve" not in what]


class Comparison:
    def __init__(self, args, results, solvers, folder):
        self.args, self.results, self.solvers, self.folder = args, results, solvers, folder
        self.used = []

    def one(self, place, path, solver, variant, **more):
        label, instance = place
        row = {"set": label, "instance": instance, "solver": solver.label, "variant": variant,
               "limit": self.args.limit}
        done = self.results.rows.get(key(row))
        if not done:
            row["maximise"] = float(integer_models.maximises(path))
            row.update(integer_solvers.measure(solver, path, self.args.limit,
                                               self.args.limit * self.args.wall_factor, **more))
            self.results.add(row)
            done = row
            objective = "" if row["objective"] is None else format(row["objective"], ".10g")
            print(f"{instance:20} {solver.label:8} {variant:24} {row['status']:10} {objective:>16} "
                  f"{row['cpu']:9.3f} s", file=sys.stderr, flush=True)
        self.used.append(done)

    def model(self, label, path, parts):
        name = integer_models.name_of(path)
        plain = integer_models.unpack(path, self.folder)
        for solver in self.solvers:
            self.one((label, name), plain, solver, "")
        for part in parts:
            self.one((label, name), plain, self.solvers[0], "without " + part, without=part)
        if self.args.permute:
            self.permuted(label, name, path)
        os.remove(plain)

    def permuted(self, label, name, path):
        mps = integer_models.Mps(path)
        folder = os.path.join(self.folder, "permuted")
        os.makedirs(folder, exist_ok=True)
        for k in range(1, self.args.permute + 1):
            other = os.path.join(folder, name + ".mps")
            mps.write(other, self.args.seed * 1000 + k)
            for solver in self.solvers:
                self.one((label, name), other, solver, f"order {self.args.seed * 1000 + k}")


def render(rows, optima, own):
    solvers = [own] + [s for s in PEERS if any(row["solver"] == s for row in rows)]
    solvers += sorted({row["solver"] for row in rows} - set(solvers))
    for label in dict.fromkeys(row["set"] for row in rows):
        there = [row for row in rows if row["set"] == label]
        plain = [row for row in there if row["variant"] == ""]
        print(f"\n### {label}\n")
        if len({row["solver"] for row in plain}) > 1 or len(plain) == len(there):
            limit = max(row["limit"] for row in plain)
            integer_tables.counts_and_means(plain, solvers, limit)
            integer_tables.easy_models(plain, solvers)
            print()
            integer_tables.per_model(plain, solvers, optima)
        if any(row["variant"].startswith("without ") for row in there):
            integer_tables.ablation([row for row in there if row["solver"] == own and
                                     not row["variant"].startswith("order ")])
        for solver in solvers:
            orders = [row for row in there if row["solver"] == solver and not row["variant"].startswith("without ")]
            if any(row["variant"] for row in orders):
                integer_tables.spread(orders, solver)
                print()
    print()
    integer_tables.print_faults(rows, optima)
    return 1 if integer_tables.faults(rows, optima) else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tenon", help="the command of a build")
    parser.add_argument("--label", default="tenon", help="what to call it, to compare builds")
    parser.add_argument("--options", default="", help="more options for tenon solve, in one word")
    parser.add_argument("--python", default=sys.executable, help="has highspy and pyscipopt")
    parser.add_argument("--peers", default=",".join(PEERS), help="which of them; none: tenon alone")
    parser.add_argument("--data", help="holds the sets and optima.tsv")
    parser.add_argument("--optima", help="instead of optima.tsv in --data")
    parser.add_argument("--set", action="append", default=[], dest="sets")
    parser.add_argument("--only", default="", help="names of models, a,b,c")
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--wall-factor", type=float, default=1,
                        help="wall limit over --limit, where a solver does not count CPU seconds")
    parser.add_argument("--out", help="results, tab-separated")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--parts", default="", help="only these, a,b,c")
    parser.add_argument("--reductions", action="store_true")
    parser.add_argument("--permute", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--with-peers", action="store_true", help="permuted models for them, too")
    parser.add_argument("--table", nargs="+", metavar="FILE", help="only prints what is in these")
    return parser.parse_args()


def main():
    args = arguments()
    optima = read_optima(args.optima or (os.path.join(args.data, "optima.tsv") if args.data else None))
    if args.table:
        return render(list(read_results(args.table).values()), optima, args.label)
    if not args.tenon or not args.sets:
        raise SystemExit("give --tenon and at least one --set, or --table; see --help")
    alone = args.ablation or (args.permute and not args.with_peers)
    wanted = [] if alone or args.peers == "none" else args.peers.split(",")
    tenon = integer_solvers.Tenon(args.label, args.tenon, args.options.split())
    solvers = [tenon] + list(integer_solvers.find_peers(args.python, wanted).values())
    parts = []
    if args.ablation:
        parts = args.parts.split(",") if args.parts else known_parts(args.tenon, args.reductions)
    only = set(filter(None, args.only.split(",")))
    with tempfile.TemporaryDirectory(prefix="compare_integer") as folder:
        comparison = Comparison(args, Results(args.out), solvers, folder)
        for label, path in integer_models.find_models(args.data, args.sets, only):
            comparison.model(label, path, parts)
    if not comparison.used:
        raise SystemExit("no model of these names")
    return render(comparison.used, optima, args.label)


if __name__ == "__main__":
    sys.exit(main())
