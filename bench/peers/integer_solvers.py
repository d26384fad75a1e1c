"""How each integer solver is run and read: one thread, gaps 1e-4 relative and 1e-6 absolute, one
process a run, CPU seconds of the whole process. Where a solver is a Python package, the interpreter
and the import are not counted: the process takes the time from before it reads the model.

The limit is the solver's own: CPU seconds for CBC and SCIP, wall seconds for the others. On a busy
machine they are given more wall seconds (--wall-factor of compare_integer.py) and are stopped by the
system at the limit in CPU seconds; plan and bound are then those that their log told last.
"""
import json
import os
import math
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

NUMBER = r"([-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|inf))"
PROVED = ("optimal", "infeasible", "unbounded")

HIGHS = r"""
import sys, json, time, highspy
path, limit = sys.argv[1], float(sys.argv[2])
start = time.process_time()
h = highspy.Highs()  # its log goes to the same output: what is known when the process is stopped
for name, value in (("threads", 1), ("parallel", "off"), ("mip_rel_gap", 1e-4), ("mip_abs_gap", 1e-6),
                    ("time_limit", limit)):
    h.setOptionValue(name, value)
h.readModel(path)
h.run()
info = h.getInfo()
found = info.primal_solution_status == 2
print(json.dumps({"status": h.modelStatusToString(h.getModelStatus()),
                  "objective": info.objective_function_value if found else None,
                  "bound": info.mip_dual_bound, "nodes": info.mip_node_count,
                  "cpu": time.process_time() - start}))
"""

SCIP = r"""
import sys, json, time, pyscipopt
path, limit = sys.argv[1], float(sys.argv[2])
start = time.process_time()
m = pyscipopt.Model()
m.hideOutput()
for name, value in (("limits/gap", 1e-4), ("limits/absgap", 1e-6), ("limits/time", limit),
                    ("timing/clocktype", 1)):
    m.setParam(name, value)
m.readProblem(path)
m.optimize()
found = m.getNSols() > 0
print(json.dumps({"status": m.getStatus(), "objective": m.getPrimalbound() if found else None,
                  "bound": m.getDualbound(), "nodes": m.getNTotalNodes(),
                  "cpu": time.process_time() - start}))
"""


class Run:
    """What one process did."""

    def __init__(self, command, limit, wall_limit, folder, start_seconds):
        # The system counts whole seconds; start_seconds: what an interpreter takes before the solver.
        most = math.ceil(limit) + 1 + start_seconds
        log = os.path.join(folder, "log")
        clock = shutil.which("time")  # measures memory without that of this process
        measured = os.path.join(folder, "measured")
        if clock:
            command = [clock, "-f", "%M", "-o", measured] + command
        with open(log, "wb") as out:
            begin = time.monotonic()
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT,
                                       stdin=subprocess.DEVNULL, cwd=folder, start_new_session=True,
                                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU,
                                                                             (most, most + 5)))
            self.stopped = False
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                self.wall = time.monotonic() - begin
                if pid:
                    break
                if not self.stopped and self.wall > 2 * max(limit, wall_limit) + 30:
                    os.killpg(process.pid, 9)  # the session that was started for it
                    self.stopped = True
                time.sleep(0.001 if self.wall < 0.5 else 0.02)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.code = process.returncode
        self.cpu = usage.ru_utime + usage.ru_stime
        # 128 + a signal: what time(1) makes of a child that the system stopped.
        over = self.code in (-signal.SIGXCPU, 128 + signal.SIGXCPU)
        self.stopped |= over or (self.code != 0 and self.cpu > limit)
        with open(log, errors="replace") as text:
            self.text = text.read()
        self.kib = 0
        if clock and os.path.exists(measured):
            with open(measured) as text:
                numbers = re.findall(r"^\d+$", text.read(), re.M)
            self.kib = int(numbers[-1]) if numbers else 0


def last(pattern, text):
    found = re.findall(pattern, text, re.M)
    return found[-1] if found else None


def number(text):
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if abs(value) < 1e20 else None


def result(status, objective=None, bound=None, nodes=None, cpu=None):
    return {"status": status, "objective": number(objective), "bound": number(bound),
            "nodes": number(nodes), "cpu": cpu}


def read_object(run, names):
    """The JSON object that a process printed; names: its words for the outcomes."""
    try:
        said = json.loads(run.text[run.text.rindex("\n{") if "\n{" in run.text else run.text.index("{"):])
    except ValueError:
        return result("error")
    status = names(said.get("outcome") or said.get("status") or "")
    return result(status, said.get("objective"), said.get("bound"), said.get("nodes"), said.get("cpu"))


def usual_names(word):
    word = word.lower()
    if word.startswith("optimal") or word == "gaplimit":
        return "optimal"
    if word == "infeasible" or word == "unbounded":
        return word
    return "limit" if "limit" in word or word in ("interrupt", "userinterrupt") else "error"


class Tenon:
    def __init__(self, label, program, options):
        self.label, self.program, self.options = label, os.path.abspath(program), options

    def command(self, path, limit, wall_limit, folder, without=None):
        return [self.program, "solve", path, "--json", "--verbose", "--gap", "1e-4", "--time-limit", str(wall_limit)] + \
            self.options + (["--without", without] if without else [])

    def read(self, run, folder):
        if not run.stopped:
            return read_object(run, usual_names)
        rows = re.findall(r"^\*?\s+[\d.]+\s+(\d+)\s+\d+\s+(\S+)\s+(\S+)", run.text, re.M)
        nodes, objective, bound = rows[-1] if rows else (None, None, None)
        return result("limit", objective, bound, nodes)


class Package:
    start_seconds = 1

    def __init__(self, label, python, script):
        self.label, self.python, self.script = label, python, script

    def command(self, path, limit, wall_limit, folder):
        own = limit if self.label == "SCIP" else wall_limit
        return [self.python, "-c", self.script, path, str(own)]

    def read(self, run, folder):
        if not run.stopped:
            return read_object(run, usual_names)
        # HiGHS: [mark] processed, in queue, leaves, explored %, bound, plan, gap
        rows = re.findall(r"^ .{0,3}\s+(\d+)\s+\d+\s+\d+\s+[\d.]+%\s+" + NUMBER + r"\s+" + NUMBER + r"\s",
                          run.text, re.M)
        nodes, bound, objective = rows[-1] if rows else (None, None, None)
        return result("limit", objective, bound, nodes)


class Cbc:
    label = "CBC"

    def command(self, path, limit, wall_limit, folder):
        return ["cbc", path, "-ratioGap", "1e-4", "-allowableGap", "1e-6", "-timeMode", "cpu", "-sec",
                str(limit), "-solve"]

    def read(self, run, folder):
        said = last(r"^Result - (.*)$", run.text) or ""
        objective = last(r"^Objective value:\s+" + NUMBER, run.text)
        bound = last(r"^Lower bound:\s+" + NUMBER, run.text)
        nodes = last(r"^Enumerated nodes:\s+(\d+)", run.text)
        if "infeasible" in said or "Problem is infeasible" in run.text:
            return result("infeasible")
        if said.startswith("Optimal solution found"):
            return result("optimal", objective, bound or objective, nodes)
        if "unbounded" in said:
            return result("unbounded")
        if "topped" in said or "imit" in said:
            return result("limit", objective, bound, nodes)
        return result("error")


def in_fixed_columns(path):
    """Whether all entries stand where glpsol --mps looks for them."""
    inside = False
    with open(path) as source:
        for line in source:
            if line[0] not in " \n":
                inside = line.startswith("COLUMNS")
            elif inside:
                starts = [word.start() for word in re.finditer(r"\S+", line)]
                ends = [word.end() for word in re.finditer(r"\S+", line)]
                if len(starts) not in (3, 5):
                    return True  # names with blanks
                fields = ((4, 12), (14, 22), (24, 36), (39, 47), (49, 61))
                if any(a < low or b > high for a, b, (low, high) in zip(starts, ends, fields)):
                    return False
    return True


class Glpk:
    label = "GLPK"

    def command(self, path, limit, wall_limit, folder):
        layout = "--mps" if in_fixed_columns(path) else "--freemps"
        return ["glpsol", layout, path, "--tmlim", str(max(1, round(wall_limit))), "--cuts", "--presol",
                "--mipgap", "1e-4", "-o", os.path.join(folder, "solution")]

    def read(self, run, folder):
        nodes = last(r"\(\d+; (\d+)\)\s*$", run.text)
        text = ""
        if os.path.exists(os.path.join(folder, "solution")):
            with open(os.path.join(folder, "solution")) as solution:
                text = solution.read(4000)
        status = (last(r"^Status:\s+(.*)$", text) or "").strip()
        objective = last(r"^Objective:\s+\S*\s*=\s*" + NUMBER, text)
        if "TIME LIMIT" in run.text or run.stopped:
            found = last(r"mip =\s+" + NUMBER, run.text)
            bound = last(r"[<>]=\s+" + NUMBER, run.text)
            return result("limit", found, bound, nodes)
        if "NO PRIMAL FEASIBLE" in run.text or "NO INTEGER FEASIBLE" in run.text or status == "INTEGER EMPTY":
            return result("infeasible")
        if status in ("OPTIMAL", "INTEGER OPTIMAL", "INTEGER NON-OPTIMAL"):
            return result("optimal", objective, objective, nodes)
        return result("error")


def has_package(python, name):
    return subprocess.run([python, "-c", "import " + name], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode == 0


def find_peers(python, wanted):
    """Those that are there, by label; says which are not."""
    found = {}
    for label, module, script in (("HiGHS", "highspy", HIGHS), ("SCIP", "pyscipopt", SCIP)):
        if label in wanted and has_package(python, module):
            found[label] = Package(label, python, script)
    for label, program, solver in (("CBC", "cbc", Cbc), ("GLPK", "glpsol", Glpk)):
        if label in wanted and shutil.which(program):
            found[label] = solver()
    for label in wanted:
        if label not in found:
            print(f"left out: {label} is not there")
    return found


def measure(solver, path, limit, wall_limit, **more):
    with tempfile.TemporaryDirectory(prefix="compare") as folder:
        run = Run(solver.command(path, limit, wall_limit, folder, **more), limit, wall_limit, folder,
                  getattr(solver, "start_seconds", 0))
        out = solver.read(run, folder)
    if run.stopped:
        out["status"] = "limit"
    elif out["status"] == "error":
        print(f"{solver.label} on {path}: exit code {run.code}, ends with {run.text[-200:]!r}")
    if out["cpu"] is None:
        out["cpu"] = run.cpu
    if out["status"] in PROVED and out["cpu"] > limit:
        out["status"] = "limit"
    out["wall"], out["mb"] = run.wall, run.kib / 1024
    return out
