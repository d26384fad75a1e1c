#!/usr/bin/env python3
"""Linear programs: tenon beside HiGHS, CLP and GLPK in one run, one thread, CPU seconds.

  compare_linear.py cold --tenon build/examples/tenon [--repeat 3] DIR...
  compare_linear.py warm --bench build-test/bench/bench_lp [--repeat 3] DIR

cold: the whole process (reading included) on every .mps.gz of each DIR, unpacked before; the median
of --repeat runs, the solvers in turn. HiGHS is its Python package (highspy), simplex, in a child
whose start-up and imports are not counted; clp and glpsol are the programs of those names, left out
where absent. Memory is the peak of the process less what it holds before it reads the model.
warm: on the LP relaxation of each model, 100 bounds of integer columns are changed so that the
optimum is cut off, re-solved, undone and re-solved; HiGHS runs the same changes in the same order
through its own interface. Figures are per re-solve.
Ratios are peer / tenon: above 1 means that tenon took less. Prints Markdown.
"""
import argparse
import glob
import gzip
import json
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

LIMIT = 300


def name_of(path):
    return re.sub(r"\.mps(\.gz)?$", "", os.path.basename(path))


def child(work):
    """Runs work() in a fork; returns (its result, cpu seconds, peak growth in KiB)."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            base = resident()
            start = time.process_time()
            result = work()
            seconds = time.process_time() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            os.write(write, json.dumps([result, seconds, max(0, peak - base)]).encode())
        finally:
            os._exit(0)
    os.close(write)
    text = b""
    while True:
        part = os.read(read, 65536)
        if not part:
            break
        text += part
    os.close(read)
    os.waitpid(pid, 0)
    return json.loads(text) if text else [None, float("nan"), 0]


def resident():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1])
    return 0


def quiet_highs():
    import highspy
    h = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("solver", "simplex"),
                        ("time_limit", float(LIMIT))):
        h.setOptionValue(name, value)
    return h


def run_highs(path):
    h = quiet_highs()

    def work():
        h.readModel(path)
        h.run()
        return h.getObjectiveValue()

    return child(work)


def run_program(command, objective):
    # Started by GNU time where it is there: a process started from here would be charged with the
    # memory of this one.
    with tempfile.TemporaryFile("w+") as out, tempfile.NamedTemporaryFile("r") as measured:
        clock = shutil.which("time")
        if clock:
            command = [clock, "-f", "%U %S %M", "-o", measured.name] + command
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        out.seek(0)
        kib = int(measured.read().split()[-1]) if clock else 0
        return [objective(out.read()), usage.ru_utime + usage.ru_stime, kib]


def last_number(pattern):
    def find(text):
        found = re.findall(pattern + r"\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)", text)
        return float(found[-1]) if found else None
    return find


def run_glpk(path):
    with tempfile.NamedTemporaryFile() as solution:
        _, seconds, kib = run_program(["glpsol", "--mps", path, "--tmlim", str(LIMIT), "-o", solution.name],
                                      lambda text: None)
        text = open(solution.name).read(4000)
        return [last_number(r"Objective:\s+\S*\s*=")(text), seconds, kib]


def solvers(tenon):
    result = {"tenon": lambda p: run_program([tenon, "solve", p, "--json", "--time-limit", str(LIMIT)],
                                             lambda text: json.loads(text).get("objective"))}
    try:
        import highspy  # noqa: F401
        result["HiGHS"] = run_highs
    except ImportError:
        print("left out: highspy is not installed")
    if shutil.which("clp"):
        result["CLP"] = lambda p: run_program(["clp", p, "-solve"], last_number("Optimal objective"))
    if shutil.which("glpsol"):
        result["GLPK"] = run_glpk
    return result


def unpack(path, folder):
    plain = os.path.join(folder, name_of(path) + ".mps")
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as source, open(plain, "wb") as target:
        for line in source:  # glpsol refuses tabs in comments and a name that is not in column 15
            if line.startswith(b"NAME"):
                line = b"NAME          " + b"".join(line.split()[1:2]) + b"\n"
            if not line.startswith(b"*"):
                target.write(line)
    return plain


def shifted_mean(values, shift=1.0):
    return math.exp(sum(math.log(v + shift) for v in values) / len(values)) - shift


def empty_footprint(tenon):
    """What a process of tenon holds before it reads anything, KiB."""
    return run_program([tenon, "--version"], lambda text: None)[2]


def cold(tenon, folders, repeat, only):
    known = solvers(tenon)
    if only:
        known = {name: run for name, run in known.items() if name in only.split(",")}
    footprint = empty_footprint(tenon)
    for folder in folders:
        seconds = {name: {} for name in known}
        memory = {name: {} for name in known}
        objective = {name: {} for name in known}
        print(f"\n### {os.path.basename(os.path.normpath(folder))}\n")
        print("| problem | " + " | ".join(f"{n} s" for n in known) + " | tenon KiB | HiGHS KiB | objective |")
        print("| --- |" + " ---: |" * (len(known) + 3))
        with tempfile.TemporaryDirectory() as scratch:
            for path in sorted(glob.glob(os.path.join(folder, "*.mps.gz")) + glob.glob(os.path.join(folder, "*.mps"))):
                problem, plain = name_of(path), unpack(path, scratch)
                runs = {name: [] for name in known}
                for _ in range(repeat):
                    for name, run in known.items():
                        runs[name].append(run(plain))
                for name in known:
                    objective[name][problem] = runs[name][0][0]
                    seconds[name][problem] = statistics.median(r[1] for r in runs[name])
                    memory[name][problem] = statistics.median(r[2] for r in runs[name])
                if "tenon" in memory:
                    memory["tenon"][problem] = max(0, memory["tenon"][problem] - footprint)
                values = [objective[n][problem] for n in known]
                agreed = all(v is not None and abs(v - values[0]) <= 1e-6 * (1 + abs(values[0])) for v in values if
                             values[0] is not None)
                print(f"| {problem} | " + " | ".join(f"{seconds[n][problem]:.3f}" for n in known) +
                      f" | {memory.get('tenon', {}).get(problem, 0):.0f} | {memory.get('HiGHS', {}).get(problem, 0):.0f}"
                      f" | {values[0]}{'' if agreed else ' differs: ' + str(values)} |", flush=True)
                os.remove(plain)
        print()
        means = {n: shifted_mean(list(seconds[n].values())) for n in known}
        totals = {n: sum(seconds[n].values()) for n in known}
        for n in known:
            print(f"{n}: shifted geometric mean {means[n]:.4f} s, total {totals[n]:.2f} s, "
                  f"mean of memory peaks {statistics.mean(memory[n].values()):.0f} KiB")
        rivals = [means[n] for n in ("HiGHS", "CLP") if n in means]
        if rivals:
            print(f"tenon / faster of HiGHS and CLP: {means['tenon'] / min(rivals):.2f}")
        if "GLPK" in totals:
            print(f"total time, tenon / GLPK: {totals['tenon'] / totals['GLPK']:.2f}")
        if "HiGHS" in memory:
            print(f"memory peak, tenon / HiGHS (sums): "
                  f"{sum(memory['tenon'].values()) / max(1, sum(memory['HiGHS'].values())):.2f}")


def warm_highs(path, changes):
    def work():
        h = quiet_highs()
        h.readModel(path)
        lp = h.getLp()
        types = lp.integrality_
        for j, kind in enumerate(types):
            h.changeColIntegrality(j, type(kind).kContinuous)
        h.run()
        lower, upper = list(lp.col_lower_), list(lp.col_upper_)
        start, pivots, solves, total = time.process_time(), 0, 0, 0.0
        for c in changes:
            j = c["column"]
            h.changeColBounds(j, max(lower[j], c["lower"]), min(upper[j], c["upper"]))
            h.run()
            pivots += h.getInfo().simplex_iteration_count
            if str(h.getModelStatus()).endswith("kOptimal"):
                total += h.getObjectiveValue()
            h.changeColBounds(j, lower[j], upper[j])
            h.run()
            pivots += h.getInfo().simplex_iteration_count
            solves += 2
            if time.process_time() - start > 5:
                break
        if not solves:
            return None
        return {"micros": (time.process_time() - start) / solves * 1e6, "pivots": pivots / solves,
                "solves": solves, "sum": total}

    return child(work)[0]


def warm(bench, folders, repeat):
    rows = []
    files = sorted(path for folder in folders for path in glob.glob(os.path.join(folder, "*.mps.gz")))
    print("| problem | tenon us | pivots | HiGHS us | pivots | HiGHS / tenon |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for path in files:
        with tempfile.TemporaryDirectory() as scratch:
            plain = unpack(path, scratch)
            line = subprocess.run([bench, "changes", plain], capture_output=True, text=True).stdout
            if not line:
                print(f"| {name_of(path)} | no optimum |")
                continue
            changes = json.loads(line)["changes"]
            listed = os.path.join(scratch, "changes")
            with open(listed, "w") as out:
                out.write(line)
            ours, theirs = [], []
            for _ in range(repeat):
                text = subprocess.run([bench, "warm", listed, plain], capture_output=True, text=True).stdout
                if not text:
                    break
                ours.append(json.loads(text))
                theirs.append(warm_highs(plain, changes))
            if not ours or not theirs[0]:
                print(f"| {name_of(path)} | nothing to change |")
                continue
            mine = statistics.median(r["micros"] for r in ours)
            other = statistics.median(r["micros"] for r in theirs)
            rows.append((mine, other))
            a, b = ours[0], theirs[0]
            note = "" if a["solves"] != b["solves"] or abs(a["sum"] - b["sum"]) <= 1e-6 * (1 + abs(a["sum"])) \
                else f" sums differ: {a['sum']} {b['sum']}"
            note += f" {a['failures']} failed" if a["failures"] else ""
            print(f"| {name_of(path)} | {mine:.0f} | {a['pivots']:.1f} | {other:.0f} | {b['pivots']:.1f} | "
                  f"{other / mine:.2f}{note} |", flush=True)
    if rows:
        def mean(k):
            return math.exp(statistics.mean(math.log(r[k]) for r in rows))
        print(f"\ngeometric means: tenon {mean(0):.0f} us, HiGHS {mean(1):.0f} us; "
              f"tenon / HiGHS {mean(0) / mean(1):.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=["cold", "warm"])
    parser.add_argument("--tenon", default="build/examples/tenon")
    parser.add_argument("--bench", default="build-test/bench/bench_lp")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", help="solvers to run, by name, with commas")
    parser.add_argument("folders", nargs="+", metavar="DIR")
    a = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    if a.mode == "cold":
        cold(os.path.abspath(a.tenon), a.folders, a.repeat, a.only)
    else:
        warm(os.path.abspath(a.bench), a.folders, a.repeat)


if __name__ == "__main__":
    main()
