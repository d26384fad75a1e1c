"""A production log becomes a failure model, and a week's steps a plan, from Python.

    TENON_LIBRARY=build/capi/libtenon.so python3 first_steps.py ../data/log.csv model.json

Needs pyarrow. The numbers are those of examples/c/first_model.c and first_plan.c, to the last bit: it is
the same library.
"""
import sys

try:
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError as absent:
    print(f"skipped: {absent}")
    sys.exit(77)

import tenon_host as tenon


def learn(log_path, model_path):
    used = ["temperature", "pressure", "vibration", "status"]
    log = tenon.Table.read_csv(log_path)
    complete = log.distinct().complete(used)
    train, test = complete.split(test_share=0.2, seed=42)
    model = tenon.Model.logistic(train, used[:3], "status", positive_label="FAIL")
    metrics = model.evaluate(test)
    print(f"rows {len(complete)} of {len(log)}")
    print(f"accuracy {metrics.accuracy:.4f}  auc {metrics.auc:.4f}  log_loss {metrics.log_loss:.6f}")
    model.save(model_path)
    print(f"probability of failure {tenon.Model.load(model_path).score([303.5, 4.87, 1.92]):.6f}")
    return model, test


def score_with_arrow(model, test):
    """Rows chosen and a column computed by pyarrow, scored by tenon; no cell is copied on the way in."""
    batch = test.to_arrow()
    warm = batch.filter(pc.greater(batch.column("temperature"), 300.0))
    scores = pa.array(model.predict(tenon.Table.from_arrow(warm)))
    all_scores = dict(zip(batch.column("time").to_pylist(), model.predict(test)))
    for time, score in zip(warm.column("time").to_pylist(), scores.to_pylist()):
        assert all_scores[time] == score  # bit-equal, whichever way a record comes
    print(f"of {warm.num_rows} warm records {pc.sum(pc.greater(scores, 0.5)).as_py() or 0} look like failures")


def refuse(model):
    """What cannot be done is an exception with its place."""
    strings = pa.RecordBatch.from_pydict(
        {"temperature": ["hot", "cold"], "pressure": [5.0, 5.1], "vibration": [1.0, 1.1]})
    try:
        model.predict(tenon.Table.from_arrow(strings))
    except tenon.TenonError as refused:
        assert refused.argument == "temperature", refused.argument
        print(f"refused: {refused}")


def plan():
    steps = {"stamp": (410, 120, 7), "mill": (230, 80, 4), "weld": (520, 150, 9), "grind": (160, 60, 3),
             "paint": (340, 100, 6), "outsource": (900, 260, 0)}
    problem = tenon.Problem(tenon.MINIMIZE)
    column = {name: problem.add_column(name, tenon.BINARY, 0, 1, cost) for name, (cost, _, _) in steps.items()}
    problem.add_row("demand", 300, tenon.INFINITY, {column[name]: made for name, (_, made, _) in steps.items()})
    problem.add_row("machine hours", -tenon.INFINITY, 20,
                    {column[name]: hours for name, (_, _, hours) in steps.items()})
    problem.add_row("grind needs mill", -tenon.INFINITY, 0, {column["grind"]: 1, column["mill"]: -1})
    solution = problem.solve()
    assert solution.outcome == tenon.OPTIMAL
    print(f"cost {solution.objective:.0f}, proven at least {solution.bound:.0f}")
    chosen = solution.values
    for name in steps:
        if chosen[column[name]] > 0.5:
            print(f"run {name}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(f"tenon {tenon.version()}")
    score_with_arrow(*(made := learn(sys.argv[1], sys.argv[2])))
    refuse(made[0])
    plan()
