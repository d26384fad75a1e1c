"""Wall time of tenon's tasks on one thread and on two, in turn, medians; for a machine that does nothing else.

usage: two_threads.py LIBRARY LOG.csv [REPEATS] [--limit] [--data]

LOG.csv is that of compare.py; fits are of made data, and are left out with --data. What is written goes to TMPDIR. With --limit two processes do the same task at the
same time, each on one thread: they share nothing but the machine, so by as much as they are quicker
together than one after the other, two threads can be at most. What is bound by memory shows there.
"""
import multiprocessing
import os
import statistics
import sys
import tempfile
import time

import numpy as np

import tenon_abi
from data_tasks import NUMBERS


def tasks_of(lib, path, table, out):
    fill = {"step": "fill", "columns": NUMBERS}
    yield "read", lambda: lib.free(lib.read_csv(path))
    yield "write", lambda: lib.write_csv(table, out)
    yield "drop duplicates", lambda: lib.free(lib.drop_duplicates(table))
    yield "fill by mean", lambda: lib.free(lib.clean(table, {**fill, "method": "mean"}))
    yield "fill by median", lambda: lib.free(lib.clean(table, {**fill, "method": "median"}))
    yield "flag by IQR", lambda: lib.free(lib.flag_outliers(table, NUMBERS, 1))
    yield "previous per machine", lambda: lib.free(
        lib.clean(table, {**fill, "method": "previous", "group": ["machine_id"]}))
    yield "Hampel, window 7", lambda: lib.free(lib.flag_outliers(table, ["vibration"], 2, 7))
    yield "moving median, 101", lambda: lib.free(lib.clean(
        table, {"step": "smooth", "method": "moving_median", "window": 101, "columns": ["vibration"]}))


def fits_of(lib, designs):
    for x, y, label in designs:
        size = f"{x.shape[0]:.0e} x {x.shape[1]}".replace("e+0", "e")
        yield f"least squares, {size}", lambda x=x, y=y: lib.free_model(lib.linear(x, y))
        yield f"logistic, {size}", lambda x=x, label=label: lib.free_model(lib.logistic(x, label, 1.0))


def made(rows, columns):
    r = np.random.default_rng(2)
    x = np.asfortranarray(r.normal(0, 1, (rows, columns)))
    eta = x @ (r.normal(0, 1, columns) / columns ** .5)
    return x, eta + r.normal(0, 1, rows), (r.random(rows) < 1 / (1 + np.exp(-eta))).astype(float)


def seconds(task):
    begin = time.perf_counter()
    task()
    return time.perf_counter() - begin


def all_tasks(library, threads, path, out):
    """Of one library and number of threads; the table is read once."""
    lib = tenon_abi.Tenon(library, threads=threads, spare_bytes=1 << 28)
    table = lib.read_csv(path)
    tasks = list(tasks_of(lib, path, table, out))
    if "--data" in sys.argv:
        return tasks
    designs = [made(1_000_000, 20), made(100_000, 200), made(10_000, 2000)]
    return [*tasks, *fits_of(lib, designs)]


def partner(library, path, repeats, gate, times):
    """A process beside this one: at each gate both begin the same task."""
    with tempfile.TemporaryDirectory() as folder:
        for _, task in all_tasks(library, 1, path, os.path.join(folder, "out.csv")):
            task()
            for _ in range(repeats):
                gate.wait()
                times.put(seconds(task))
                gate.wait()


def limits(library, path, repeats, out):
    """Of each task, how much quicker two processes are together than one after the other."""
    spawn = multiprocessing.get_context("spawn")
    gate, times = spawn.Barrier(2), spawn.Queue()
    other = spawn.Process(target=partner, args=(library, path, repeats, gate, times))
    other.start()
    found = []
    for name, task in all_tasks(library, 1, path, out):
        task()
        alone, together = [], []
        for _ in range(repeats):
            alone.append(seconds(task))
            gate.wait()
            own = seconds(task)
            gate.wait()
            together.append(max(own, times.get()))
        found.append((name, 2 * statistics.median(alone) / statistics.median(together)))
    other.join()
    return found


def main():
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    library, path, repeats = given[0], given[1], int(given[2]) if len(given) > 2 else 7
    folder = tempfile.TemporaryDirectory()
    out = os.path.join(folder.name, "out.csv")
    limit = dict(limits(library, path, repeats, out)) if "--limit" in sys.argv else {}
    print(f"| task | one thread | two | ratio |{' two processes |' if limit else ''}")
    print(f"| --- | ---: | ---: | ---: |{' ---: |' if limit else ''}")
    lists = [all_tasks(library, threads, path, out) for threads in (1, 2)]
    for (name, one), (_, two) in zip(*lists, strict=True):
        one(), two()
        times = [(seconds(one), seconds(two)) for _ in range(repeats)]
        a, b = (statistics.median(side) for side in zip(*times, strict=True))
        beside = f" {limit[name]:.2f} |" if limit else ""
        print(f"| {name} | {a:.4f} s | {b:.4f} s | {a / b:.2f} |{beside}", flush=True)


if __name__ == "__main__":
    main()
