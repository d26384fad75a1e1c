"""Tables in Markdown from the results of compare_integer.py."""
import math

PROVED = ("optimal", "infeasible", "unbounded")
SHIFT = 1.0
# Process times are counted no finer than this: below it a ratio says nothing.
LEAST_SECONDS = 0.001
# Relative room for an optimum: the gap that was asked for.
GAP = 1.01e-4


def seconds(row):
    """CPU seconds; None where nothing was proved."""
    return row["cpu"] if row["status"] in PROVED else None


def charged(row):
    return row["cpu"] if row["status"] in PROVED else row["limit"]


def shifted_mean(values):
    return math.exp(sum(math.log(v + SHIFT) for v in values) / len(values)) - SHIFT


def geometric_mean(values):
    return math.exp(sum(math.log(v) for v in values) / len(values))


def ratio(one, other):
    return max(one, LEAST_SECONDS) / max(other, LEAST_SECONDS)


def faults(rows, optima):
    """What contradicts a known optimum, in words."""
    out = []
    for row in rows:
        if row["instance"] not in optima:
            continue
        best, known = optima[row["instance"]]
        if row["status"] == "error":
            out.append((row, "no answer"))
            continue
        if known.startswith("infeas") or best is None:
            if known.startswith("infeas") and row["objective"] is not None:
                out.append((row, "a plan for a model that has none"))
            continue
        room = GAP * abs(best) + 1e-6
        better = -1 if row["maximise"] else 1
        if row["status"] in ("infeasible", "unbounded"):
            out.append((row, f"{row['status']}, but {best:.12g} is known"))
        elif row["objective"] is not None:
            off = better * (row["objective"] - best)
            if row["status"] == "optimal" and off > room:
                out.append((row, f"optimum {row['objective']:.12g}, but {best:.12g} is known"))
            elif off < -room and known != "unproved":
                out.append((row, f"a plan of {row['objective']:.12g}, better than the optimum {best:.12g}"))
        if row["bound"] is not None and row["status"] in ("optimal", "limit"):
            if better * (row["bound"] - best) > room:
                out.append((row, f"bound {row['bound']:.12g} is past the known {best:.12g}"))
    return out


def print_faults(rows, optima):
    wrong = faults(rows, optima)
    for row, words in wrong:
        what = "WRONG" if words != "no answer" else "FAILED"
        print(f"**{what}**: {row['solver']} {row['variant']} on {row['instance']}: {words}")
    if not wrong:
        known = sum(row["instance"] in optima for row in rows)
        print(f"No answer contradicts a known optimum ({known} of {len(rows)} runs have one).")


def by_solver(rows):
    table = {}
    for row in rows:
        table.setdefault(row["solver"], {})[row["instance"]] = row
    return table


def cell(row):
    if row is None:
        return ""
    if row["status"] in PROVED:
        return f"{row['cpu']:.3f}" if row["cpu"] < 9.995 else f"{row['cpu']:.1f}"
    if row["status"] == "error":
        return "failed"
    if row["objective"] is None:
        return "no plan"
    if row["bound"] is None:
        return "open"
    gap = abs(row["objective"] - row["bound"]) / max(abs(row["objective"]), 1e-10)
    return f"gap {100 * gap:.2g} %"


def counts_and_means(rows, solvers, limit):
    table = by_solver(rows)
    marks = sorted({1.0, 10.0, limit})
    marks = [mark for mark in marks if mark <= limit]
    within = " / ".join(f"{mark:g}" for mark in marks)
    peers = [s for s in solvers if s != solvers[0] and s in table]
    instances = sorted(set().union(*(set(table[s]) for s in solvers if s in table)))
    common = [i for i in instances if all(i in table[s] for s in solvers if s in table)]
    if not common:
        print("(no model that all solvers were run on)")
        return
    mean = {s: shifted_mean([charged(table[s][i]) for i in common]) for s in solvers if s in table}
    best = min((mean[s] for s in peers), default=None)
    print(f"{len(common)} models, limit {limit:g} s.\n")
    print(f"| | proved in {within} s | shifted mean s | by the best peer's | the fastest on |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for solver in mean:
        own = table[solver]
        solved = [sum(seconds(own[i]) is not None and own[i]["cpu"] <= mark for i in common) for mark in marks]
        rivals = [s for s in mean if s != solver]
        first = sum(seconds(own[i]) is not None and
                    all(charged(own[i]) <= charged(table[s][i]) or seconds(table[s][i]) is None for s in rivals)
                    for i in common)
        share = f"{mean[solver] / best:.2f}" if best else ""
        print(f"| {solver} | {' / '.join(map(str, solved))} | {mean[solver]:.3f} | {share} | {first} |")
    if peers:
        together = {i: min((charged(table[s][i]) for s in peers)) for i in common}
        ratios = [ratio(charged(table[solvers[0]][i]), together[i]) for i in common]
        proved = sum(any(seconds(table[s][i]) is not None for s in peers) for i in common)
        print(f"| the best peer of each model | {proved} proved | {shifted_mean(list(together.values())):.3f} | "
              f"{shifted_mean(list(together.values())) / best:.2f} | |")
        print(f"\n{solvers[0]} takes {geometric_mean(ratios):.2f} times (geometric mean over the models) what the "
              f"fastest peer of each model takes.")


def per_model(rows, solvers, optima):
    table = by_solver(rows)
    known = [s for s in solvers if s in table]
    own = known[0]
    peers = known[1:]
    last = f" {own} / best peer |" if peers else ""
    print(f"| model | {' | '.join(known)} |{last} nodes of {own} | best known |")
    print("| --- |" + " ---: |" * (len(known) + (1 if peers else 0) + 2))
    for i in sorted(set().union(*(set(table[s]) for s in known))):
        there = [table[s][i] for s in peers if i in table[s]]
        share = ""
        if peers:
            share = " |"
            if there and i in table[own]:
                mine, best = table[own][i], min(charged(row) for row in there)
                any_proof = any(seconds(row) is not None for row in there)
                if seconds(mine) is not None or any_proof:
                    share = f" {ratio(charged(mine), best):.2f} |"
        nodes = table[own].get(i, {}).get("nodes")
        best = optima.get(i, (None, ""))[0]
        print(f"| {i} | {' | '.join(cell(table[s].get(i)) for s in known)} |{share} "
              f"{'' if nodes is None else format(nodes, '.0f')} | {'' if best is None else format(best, '.10g')} |")


def easy_models(rows, solvers, most=0.1):
    """Models that a peer proves in `most` seconds: what they take here."""
    table = by_solver(rows)
    own, peers = solvers[0], [s for s in solvers[1:] if s in table]
    if own not in table or not peers:
        return
    lines = []
    for i, row in sorted(table[own].items()):
        quick = [(seconds(table[s][i]), s) for s in peers if i in table[s] and seconds(table[s][i]) is not None]
        if quick and min(quick)[0] <= most:
            lines.append((i, charged(row), *min(quick)))
    if not lines:
        return
    print(f"\nModels that a peer proves in {most:g} s:\n")
    print(f"| model | {own} s | fastest peer s | | ratio |\n| --- | ---: | ---: | --- | ---: |")
    for i, mine, best, peer in lines:
        print(f"| {i} | {mine:.3f} | {best:.3f} | {peer} | {ratio(mine, best):.2f} |")
    mean = geometric_mean([ratio(mine, best) for _, mine, best, _ in lines])
    print(f"| **geometric mean of {len(lines)}** | | | | **{mean:.2f}** |")


def ablation(rows):
    """Each part left out in turn, against the whole, on the models that both were run on."""
    parts = {}
    for row in rows:
        parts.setdefault(row["variant"], {})[row["instance"]] = row
    whole = parts.get("", {})
    limit = max(row["limit"] for row in rows)
    print("| without | models | proved | shifted mean s | by the whole's | nodes | lost | gained |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |")
    lines = []
    for part, own in parts.items():
        common = [i for i in own if i in whole]
        if not common:
            continue
        mean = shifted_mean([charged(own[i]) for i in common])
        usual = shifted_mean([charged(whole[i]) for i in common])
        solved = {i for i in common if seconds(own[i]) is not None}
        before = {i for i in common if seconds(whole[i]) is not None}
        both = [i for i in solved & before if own[i]["nodes"] is not None and whole[i]["nodes"] is not None]
        grown = geometric_mean([(own[i]["nodes"] + 10) / (whole[i]["nodes"] + 10) for i in both]) if both else 1
        lines.append((part == "", mean / usual if usual > 0 else 1,
                      f"| {part.removeprefix('without ') or '**nothing**'} | {len(common)} | {len(solved)} | "
                      f"{mean:.3f} | {mean / usual if usual > 0 else 1:.2f} | {grown:.2f} | "
                      f"{', '.join(sorted(before - solved))} | {', '.join(sorted(solved - before))} |"))
    for line in sorted(lines, reverse=True):
        print(line[2])
    print(f"\nLimit {limit:g} s. Nodes: geometric mean of the ratio to the whole, shifted by ten, where both prove.")


def spread(rows, solver):
    """The same model in several orders of its rows and columns."""
    models = {}
    for row in rows:
        models.setdefault(row["instance"], []).append(row)
    print(f"| {solver}: model | orders | proved | least s | median s | most s | most / least | nodes |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    ratios, means = [], {}
    for i, runs in sorted(models.items()):
        times = sorted(charged(row) for row in runs)
        nodes = sorted(row["nodes"] for row in runs if row["nodes"] is not None)
        between = f"{nodes[0]:.0f} to {nodes[-1]:.0f}" if nodes else ""
        proved = sum(seconds(row) is not None for row in runs)
        wide = (times[-1] + SHIFT) / (times[0] + SHIFT)
        ratios.append(wide)
        for row in runs:
            means.setdefault(row["variant"], []).append(charged(row))
        print(f"| {i} | {len(runs)} | {proved} | {times[0]:.3f} | {times[len(times) // 2]:.3f} | {times[-1]:.3f} | "
              f"{ratio(times[-1], times[0]):.1f} | {between} |")
    whole = sorted(shifted_mean(v) for v in means.values() if len(v) == len(models))
    print(f"\n{solver}: most / least, shifted by one second, geometric mean {geometric_mean(ratios):.2f}; the shifted "
          f"mean over the models lies between {whole[0]:.3f} and {whole[-1]:.3f} s over the orders."
          if whole else "")
