"""What the comparisons share: one thread for everybody, CPU seconds, and how a task is told."""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS",
             "ARROW_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy, polars and pyarrow are loaded

import gc
import statistics
import sys
import time

told = []  # (task, tenon's seconds, {peer: seconds}, must, aim)


def optional(name):
    try:
        return __import__(name, fromlist=["x"])
    except ImportError:
        print(f"left out: {name} is not installed")
        return None


def cpu(task, repeat):
    """Median CPU seconds of task() over all threads, after one warm-up."""
    times = []
    for i in range(repeat + 1):
        gc.collect()
        start = time.process_time()
        result = task()
        times.append(time.process_time() - start)
        del result
    return statistics.median(times[1:])


def met(ratio, must, aim):
    return "aim met" if ratio >= aim else "must met" if ratio >= must else "MISSED"


def table_line(task, ours, peers, must=None, aim=None):
    told.append((task, ours, peers, must, aim))
    best = min(peers.values()) if peers else float("nan")
    others = "  ".join(f"{name} {seconds:.4f} s ({seconds / ours:.2f}x)" for name, seconds in peers.items())
    goal = f", must {must}, aim {aim}: {met(best / ours, must, aim)}" if must and peers else ""
    print(f"{task:34s} tenon {ours:.4f} s  {others}  | best peer / tenon = {best / ours:.2f}{goal}")
    sys.stdout.flush()


def markdown(columns):
    """The tasks told so far that have a goal, as a table."""
    print("\n| task | tenon | " + " | ".join(columns) + " | best peer / tenon | must | aim | |")
    print("| --- |" + " ---: |" * (len(columns) + 4) + " --- |")
    for task, ours, peers, must, aim in told:
        if must and peers:
            ratio = min(peers.values()) / ours
            cells = [f"{peers[c]:.3f} s" if c in peers else "" for c in columns]
            print(f"| {task} | {ours:.3f} s | {' | '.join(cells)} | {ratio:.2f} | {must} | {aim} | {met(ratio, must, aim)} |")
