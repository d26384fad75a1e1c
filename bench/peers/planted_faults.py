#!/usr/bin/env python3
"""How many planted faults a cleaning plan finds (recall), and how many of its findings are planted (precision).

  planted_faults.py --tenon build/examples/tenon --log production_5k.csv --truth production_5k_truth.json
                    [--plan examples/data/find_faults.json]

Runs `tenon clean --plan` on a log with planted faults and compares its flags, cell by cell, with what was
planted. The truth file says how many faults of each kind there are and in which source rows the stuck and the
dead sensors are; which rows and cells the others are follows from the log itself: a machine is planted messy
where it is not M-00 to M-23, a row is planted twice where it, or its time and machine, stood before, a spike is
a reading that no machine reaches (a temperature outside 280 to 320, a vibration above 3). Source row i bears the time
2023-11-14 22:13:20 + 5 i + (0, 1 or 2) seconds. Needs Python alone.
"""
import argparse
import csv
import datetime
import json
import os
import re
import subprocess
import tempfile

FIRST = datetime.datetime(2023, 11, 14, 22, 13, 20)
MISSING = {"", "NA", "NaN", "null", "-"}
MACHINE = re.compile(r"M-\d\d")
READINGS = ("temperature", "pressure", "vibration", "rpm", "torque")
HERE = os.path.dirname(os.path.abspath(__file__))


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(cell):
    return None if cell in MISSING else float(cell)


def source_row(record):
    at = datetime.datetime.fromisoformat(record["timestamp"])
    return int((at - FIRST).total_seconds()) // 5


def planted_faults(log, truth):
    """Kind of fault -> the rows of the log that bear it."""
    kinds = {k: set() for k in ("exact duplicates", "key duplicates", "spellings of machines",
                                "spikes of temperature", "spikes of vibration", "stuck pressure",
                                "outage of temperature", "outage of vibration", "missing readings",
                                "missing status")}
    records, keys = set(), set()
    for row, r in enumerate(log):
        record = tuple("" if cell in MISSING else cell for cell in r.values())
        key = (r["timestamp"], r["machine_id"].strip().upper())
        if record in records:
            kinds["exact duplicates"].add(row)
            continue
        if key in keys:
            kinds["key duplicates"].add(row)
            continue
        records.add(record)
        keys.add(key)
        source = source_row(r)
        dead = truth["outage_from"] <= source < truth["outage_from"] + truth["outage_rows"]
        stuck = truth["stuck_from"] <= source < truth["stuck_from"] + truth["stuck_pressure_rows"]
        t, p, v = (number(r[c]) for c in ("temperature", "pressure", "vibration"))
        for kind, is_planted in (("spellings of machines", not MACHINE.fullmatch(r["machine_id"])),
                                 ("spikes of temperature", t is not None and not 280 <= t <= 320),
                                 ("spikes of vibration", v is not None and v > 3),
                                 ("stuck pressure", stuck and p is not None),
                                 ("outage of temperature", dead and t is None),
                                 ("outage of vibration", dead and v is None)):
            if is_planted:
                kinds[kind].add(row)
        kinds["missing readings"] |= {(row, c) for c in READINGS if r[c] in MISSING
                                      and not (dead and c in ("temperature", "vibration"))}
        if r["status"] in MISSING:
            kinds["missing status"].add(row)
    return kinds


def found_faults(log, cleaned, after_first_step):
    """Kind of fault -> the rows (or cells) of the log that the plan names."""
    flags = {"spikes of temperature": "temperature spike", "spikes of vibration": "vibration spike",
             "stuck pressure": "pressure stuck", "outage of temperature": "temperature outage",
             "outage of vibration": "vibration outage"}
    found = {kind: {int(r["source"]) for r in cleaned if r[flag] == "true"} for kind, flag in flags.items()}
    found["spellings of machines"] = {int(r["source"]) for r in cleaned
                                      if r["machine_id"] != log[int(r["source"])]["machine_id"]}
    found["missing readings"] = {(int(r["source"]), c) for r in cleaned for c in READINGS
                                 if r[c] == "" and r.get(c + " outage") != "true"}
    found["missing status"] = {int(r["source"]) for r in cleaned if r["status"] == ""}
    # The first step drops exact duplicates, a later one those of time and machine.
    left, left_first = ({int(r["source"]) for r in rows} for rows in (cleaned, after_first_step))
    found["exact duplicates"] = set(range(len(log))) - left_first
    found["key duplicates"] = left_first - left
    return found


def clean(tenon, log, plan):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "cleaned.csv")
        path = os.path.join(folder, "plan.json")
        with open(path, "w") as file:
            json.dump(plan, file)
        subprocess.run([tenon, "clean", log, "--plan", path, "--output", out], check=True, stdout=subprocess.DEVNULL)
        return read(out)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--tenon", default="tenon")
    p.add_argument("--log", required=True)
    p.add_argument("--truth", required=True)
    p.add_argument("--plan", default=os.path.join(HERE, "../../examples/data/find_faults.json"))
    a = p.parse_args()
    with open(a.truth) as file:
        truth = json.load(file)
    with open(a.plan) as file:
        plan = json.load(file)
    log = read(a.log)
    first = {"row_id": plan["row_id"], "steps": plan["steps"][:1]}
    planted = planted_faults(log, truth)
    found = found_faults(log, clean(a.tenon, a.log, plan), clean(a.tenon, a.log, first))
    told = {"exact duplicates": "exact_duplicate_rows", "key duplicates": "key_duplicate_rows",
            "spellings of machines": "messy_machine_ids", "spikes of temperature": "spikes_temperature",
            "spikes of vibration": "spikes_vibration", "stuck pressure": "stuck_pressure_rows",
            "outage of temperature": "outage_rows", "outage of vibration": "outage_rows",
            "missing status": "missing_status"}
    truth["missing readings"] = sum(truth["missing_random_cells"].values())
    print("| fault | in the truth file | in the log | found | precision | recall |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, rows in planted.items():
        both = len(rows & found[kind])
        precision = both / len(found[kind]) if found[kind] else 1
        recall = both / len(rows) if rows else 1
        print(f"| {kind} | {truth[told.get(kind, kind)]} | {len(rows)} | {len(found[kind])} | {precision:.3f} | {recall:.3f} |")


if __name__ == "__main__":
    main()
