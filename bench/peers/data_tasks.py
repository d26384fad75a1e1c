"""The tasks of the data rooms beside pandas, polars, pyarrow and DuckDB: read, write, clean, memory of reading.

tenon's context keeps freed blocks, as the allocators of polars, pyarrow and DuckDB do unasked (--spare-bytes 0
measures one that keeps none). Every peer has one thread and is told what tenon finds out for itself: the marks of missing cells, that quoted
cells may hold line ends, and, where it has a switch for that, to parse times (pandas parse_dates, polars
try_parse_dates; pyarrow and DuckDB do so unasked). tenon and pandas decide types over the whole file; polars
and DuckDB from the first rows (their default, which is faster and happens to hold for this file), pyarrow from
the first block.
"""
import json
import os
import subprocess
import sys
import tempfile

from measure import cpu, optional, table_line

NUMBERS = ["temperature", "pressure", "vibration", "rpm", "torque"]
MARKS = ["", "NA", "NaN", "null", "-"]
TIME = "timestamp"


def header(path):
    with open(path) as file:
        return file.readline().strip().split(",")


def pandas_reader(path):
    pandas = optional("pandas")
    times = [TIME] if TIME in header(path) else False
    return pandas and (lambda: pandas.read_csv(path, na_values=["-"], parse_dates=times))


def polars_reader(path):
    polars = optional("polars")
    return polars and (lambda: polars.read_csv(path, null_values=MARKS[1:], try_parse_dates=True))


def pyarrow_reader(path):
    csv = optional("pyarrow.csv")
    if not csv:
        return None
    options = (csv.ReadOptions(use_threads=False), csv.ParseOptions(newlines_in_values=True),
               csv.ConvertOptions(null_values=MARKS, strings_can_be_null=True))
    return lambda: csv.read_csv(path, *options)


def duckdb_connection():
    duck = optional("duckdb")
    return duck and duck.connect(config={"threads": 1})


def duckdb_reader(path, db):
    marks = ", ".join(f"'{m}'" for m in MARKS)
    sql = f"CREATE OR REPLACE TABLE log AS SELECT * FROM read_csv('{path}', nullstr=[{marks}])"
    return lambda: db.execute(sql)


class Peers:
    """The log as each peer has read it; None where it is not installed."""

    def __init__(self, path):
        def read(reader):
            return reader() if reader else None
        self.pandas, self.polars = read(pandas_reader(path)), read(polars_reader(path))
        self.pyarrow, self.db = read(pyarrow_reader(path)), duckdb_connection()
        if self.db:
            duckdb_reader(path, self.db)()


def compare_read(lib, path, repeat):
    def ours():
        lib.free(lib.read_csv(path))
    readers = {"pandas": pandas_reader(path), "polars": polars_reader(path), "pyarrow": pyarrow_reader(path)}
    db = duckdb_connection()
    if db:
        readers["duckdb"] = duckdb_reader(path, db)
    peers = {name: cpu(reader, repeat) for name, reader in readers.items() if reader}
    table_line("CSV to typed table", cpu(ours, repeat), peers, 2, 5)
    table = lib.read_csv(path)
    if readers["pyarrow"]:
        same_cells(lib.to_arrow(table), readers["pyarrow"]())
    return table


def same_cells(ours, theirs):
    """Says whether pyarrow has read the same cells."""
    wrong = []
    for name in theirs.column_names:
        a, b = ours[name].combine_chunks(), theirs[name].combine_chunks()
        if str(a.type).startswith("timestamp"):
            b = b.cast(a.type)
        if not a.cast(b.type).equals(b):
            wrong.append(name)
    print(f"    read alike by pyarrow: {'all columns' if not wrong else 'NOT ' + ', '.join(wrong)}")


def compare_write(lib, table, peers, repeat):
    out = os.path.join(tempfile.mkdtemp(), "out.csv")
    times = {}
    if peers.pandas is not None:
        times["pandas"] = cpu(lambda: peers.pandas.to_csv(out, index=False), 1)
    if peers.polars is not None:
        times["polars"] = cpu(lambda: peers.polars.write_csv(out), repeat)
    if peers.pyarrow is not None:
        csv = optional("pyarrow.csv")
        times["pyarrow"] = cpu(lambda: csv.write_csv(peers.pyarrow, out), repeat)
    if peers.db:
        times["duckdb"] = cpu(lambda: peers.db.execute(f"COPY log TO '{out}' (HEADER)"), repeat)
    table_line("table to CSV", cpu(lambda: lib.write_csv(table, out), repeat), times, 2, 4)


def compare_clean(lib, table, peers, repeat):
    frame, pl, db = peers.pandas, peers.polars, peers.db
    polars = optional("polars") if pl is not None else None

    def all_of_us(task, goal, ours, pandas_task, polars_task=None, sql=None):
        times = {}
        if frame is not None:
            times["pandas"] = cpu(pandas_task, repeat)
        if pl is not None and polars_task:
            times["polars"] = cpu(polars_task, repeat)
        if db and sql:
            # Into a table, as the others leave their result in memory, and not into Python.
            times["duckdb"] = cpu(lambda: db.execute("CREATE OR REPLACE TEMP TABLE out AS " + sql), repeat)
        table_line(task, cpu(lambda: lib.free(ours()), repeat), times, *goal)

    def sql_of_columns(expression):
        return "SELECT " + ", ".join(expression.format(c=c) for c in NUMBERS) + " FROM log"

    numbers = frame[NUMBERS] if frame is not None else None
    all_of_us("drop exact duplicates", (1.5, 3), lambda: lib.drop_duplicates(table),
              lambda: frame.drop_duplicates(), lambda: pl.unique(maintain_order=True), "SELECT DISTINCT * FROM log")
    # A plan of one step, fitted and applied at once, as the peers find the mean and fill in one expression.
    all_of_us("fill 5 columns by mean", (2, 5),
              lambda: lib.clean(table, {"step": "fill", "method": "mean", "columns": NUMBERS}),
              lambda: numbers.fillna(numbers.mean()),
              lambda: pl.with_columns([polars.col(c).fill_null(polars.col(c).mean()) for c in NUMBERS]),
              sql_of_columns("coalesce({c}, (SELECT avg({c}) FROM log)) AS {c}"))
    all_of_us("fill 5 columns by median", (2, 5), lambda: lib.fill_median(table, NUMBERS),
              lambda: numbers.fillna(numbers.median()),
              lambda: pl.with_columns([polars.col(c).fill_null(polars.col(c).median()) for c in NUMBERS]),
              sql_of_columns("coalesce({c}, (SELECT median({c}) FROM log)) AS {c}"))

    def pandas_iqr():
        q = numbers.quantile([.25, .75])
        spread = q.loc[.75] - q.loc[.25]
        return (numbers < q.loc[.25] - 1.5 * spread) | (numbers > q.loc[.75] + 1.5 * spread)

    def polars_iqr():
        low, high = [polars.col(NUMBERS).quantile(q, "linear") for q in (.25, .75)]
        return pl.select((polars.col(NUMBERS) < low - 1.5 * (high - low)) | (polars.col(NUMBERS) > high + 1.5 * (high - low)))

    bounds = ", ".join(f"quantile_cont({c}, [.25, .75]) AS q_{c}" for c in NUMBERS)
    outside = ", ".join(f"{c} < q_{c}[1] - 1.5 * (q_{c}[2] - q_{c}[1]) OR {c} > q_{c}[2] + 1.5 * (q_{c}[2] - q_{c}[1]) AS {c}"
                        for c in NUMBERS)
    all_of_us("flag 5 columns by IQR", (2, 5), lambda: lib.flag_outliers(table, NUMBERS, 1), pandas_iqr, polars_iqr,
              f"SELECT {outside} FROM log, (SELECT {bounds} FROM log)")
    if frame is not None and "machine_id" in frame:
        plan = {"step": "fill", "method": "previous", "group": ["machine_id"], "columns": NUMBERS}
        last = ("last_value({c} IGNORE NULLS) OVER (PARTITION BY machine_id ORDER BY rowid"
                " ROWS UNBOUNDED PRECEDING) AS {c}")
        all_of_us("previous value per machine", (2, 5), lambda: lib.clean(table, plan),
                  lambda: frame.groupby("machine_id", sort=False)[NUMBERS].ffill(),
                  lambda: pl.with_columns([polars.col(c).forward_fill().over("machine_id") for c in NUMBERS]),
                  sql_of_columns(last))

    def pandas_hampel():
        x = frame["vibration"]
        m = x.rolling(7, center=True, min_periods=1).median()
        d = (x - m).abs()
        return d > 3 * 1.4826 * d.rolling(7, center=True, min_periods=1).median()

    def polars_hampel():
        x = pl["vibration"]
        m = x.rolling_median(7, center=True, min_samples=1)
        d = (x - m).abs()
        return d > 3 * 1.4826 * d.rolling_median(7, center=True, min_samples=1)
    all_of_us("Hampel, window 7", (3, 10), lambda: lib.flag_outliers(table, ["vibration"], 2, 7),
              pandas_hampel, polars_hampel)
    median = {"step": "smooth", "method": "moving_median", "window": 101, "columns": ["vibration"]}
    all_of_us("moving median, window 101", (3, 10), lambda: lib.clean(table, median),
              lambda: frame["vibration"].rolling(101, center=True, min_periods=1).median(),
              lambda: pl.select(polars.col("vibration").rolling_median(101, center=True, min_samples=1)))


def status_kib(word):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(word))


def memory_of(who, library, path):
    """In a process of its own: MB that reading adds at its peak, and MB of the finished table."""
    if who == "tenon":
        import tenon_abi
        lib = tenon_abi.Tenon(library)
        optional("pyarrow")
        before = status_kib("VmRSS")
        table = lib.read_csv(path)
        peak = status_kib("VmHWM")
        size = lib.to_arrow(table).nbytes
    else:
        db = duckdb_connection() if who == "duckdb" else None
        reader = duckdb_reader(path, db) if db else {
            "pandas": pandas_reader, "polars": polars_reader, "pyarrow": pyarrow_reader}[who](path)
        if not reader:
            return
        before = status_kib("VmRSS")
        table = reader()
        peak = status_kib("VmHWM")
        size = (table.memory_usage(deep=True).sum() if who == "pandas" else
                table.estimated_size() if who == "polars" else table.nbytes if who == "pyarrow" else 0)
    print(json.dumps({"peak": (peak - before) / 1024, "table": float(size) / 2**20}))


def compare_memory(library, path):
    print("peak of reading, MiB above what the process had, and the finished table:")
    for who in ("tenon", "pandas", "polars", "pyarrow", "duckdb"):
        command = [sys.executable, os.path.join(os.path.dirname(__file__), "compare.py"), "--library", library,
                   "--csv", path, "--memory-of", who]
        lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
        if not lines or not lines[-1].startswith("{"):
            print(f"    {who}: left out")
            continue
        told = json.loads(lines[-1])
        share = f"{told['peak'] / told['table']:.2f} of the table's {told['table']:.0f}" if told["table"] else "its table is not told"
        goal = f", must 2.2: {'met' if told['peak'] <= 2.2 * told['table'] else 'MISSED'}" if who == "tenon" else ""
        print(f"    {who:8s} {told['peak']:6.0f}  {share}{goal}")
