"""The commands of examples/data/README.md and README.zh-CN.md print what these say: each "$ " line is run, and the
lines behind it are compared; "..." stands for any lines.

  walk.py TENON ROOT WORK DATA     DATA holds the log; 77 where it is absent
"""
import os
import shutil
import subprocess
import sys


def steps_of(path):
    """(command, lines that it should print) in order."""
    steps = []
    with open(path, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("    $ "):
                steps.append((line[6:], []))
            elif line.startswith("    ") or not line:
                if steps:
                    steps[-1][1].append(line[4:])
            elif steps:
                steps[-1][1].append(None)  # the block ends here
    return [(command, until_end(lines)) for command, lines in steps]


def until_end(lines):
    lines = lines[:lines.index(None)] if None in lines else lines
    while lines and not lines[-1]:
        lines.pop()
    return lines


def fits(expected, printed):
    """Whether the lines printed are those expected, "..." being any number of them."""
    if not expected:
        return not printed
    if expected[0] == "...":
        return any(fits(expected[1:], printed[i:]) for i in range(len(printed) + 1))
    return bool(printed) and expected[0] == printed[0] and fits(expected[1:], printed[1:])


LOG = ["production_5k.csv", "production_5k_truth.json"]


def walk(page, tenon, root, work, log):
    """How many commands of the page do not print what it says."""
    shutil.rmtree(work, ignore_errors=True)
    data = os.path.join(work, "examples", "data")
    shutil.copytree(os.path.join(root, "examples", "data"), data)
    for name in LOG:
        shutil.copy(os.path.join(log, name), data)
    os.makedirs(os.path.join(work, "bench", "peers"))
    shutil.copy(os.path.join(root, "bench", "peers", "planted_faults.py"), os.path.join(work, "bench", "peers"))
    environment = dict(os.environ, PATH=os.path.dirname(tenon) + os.pathsep + os.environ["PATH"])
    steps = steps_of(os.path.join(data, page))
    wrong = 0
    for command, expected in steps:
        done = subprocess.run(command, shell=True, cwd=data, env=environment, text=True, encoding="utf-8",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        printed = [line.rstrip() for line in done.stdout.rstrip("\n").split("\n")] if done.stdout else []
        if done.returncode or not fits(expected, printed):
            wrong += 1
            print(f"$ {command}\nexit code {done.returncode}; printed\n" + "\n".join(printed) +
                  "\nbut the walk says\n" + "\n".join(expected) + "\n")
    print(f"{page}: {len(steps)} commands, {wrong} not as told")
    return wrong + (len(steps) < 10)


def main():
    tenon, root, work, data = (os.path.abspath(a) for a in sys.argv[1:5])
    log = os.path.join(data, "learn", "tabular")
    if not all(os.path.exists(os.path.join(log, name)) for name in LOG):
        print(f"skipped: no {LOG[0]} in {log}")
        return 77
    wrong = sum(walk(page, tenon, root, work, log) for page in ("README.md", "README.zh-CN.md"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
