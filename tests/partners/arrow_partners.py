"""Tables through the Arrow C interfaces with real partners: pyarrow, polars and DuckDB.

    arrow_partners.py PATH/libtenon.so

Reaches the library by ctypes, through tenon.h alone. Every partner's table goes into tenon and out
again, and must come back with the same cells; malformed arrays that pyarrow can be talked into are
refused with the column's name. Exit 77 (skipped) where the packages are not installed.
"""
import ctypes
import datetime
import math
import sys

try:
    import pyarrow as pa
    import polars as pl
    import duckdb
except ImportError as absent:
    print(f"skipped: {absent}; the test needs pyarrow, polars and duckdb")
    sys.exit(77)


class Error(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("code", ctypes.c_int32),
                ("row", ctypes.c_int64), ("column", ctypes.c_int64), ("line", ctypes.c_int64),
                ("byte", ctypes.c_int64), ("argument", ctypes.c_char * 64),
                ("message", ctypes.c_char * 936)]


assert ctypes.sizeof(Error) == 1040


class Refused(Exception):
    pass


class Array(ctypes.Structure):
    pass


Array._fields_ = [("length", ctypes.c_int64), ("null_count", ctypes.c_int64),
                  ("offset", ctypes.c_int64), ("n_buffers", ctypes.c_int64),
                  ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)),
                  ("children", ctypes.POINTER(ctypes.POINTER(Array))),
                  ("dictionary", ctypes.POINTER(Array)), ("release", ctypes.c_void_p),
                  ("private_data", ctypes.c_void_p)]

# Room for ArrowSchema (72 bytes), ArrowArray (80) and ArrowArrayStream (40).
struct = ctypes.c_byte * 80
lib = ctypes.CDLL(sys.argv[1])


def call(name, *arguments):
    err = Error(struct_size=ctypes.sizeof(Error))
    if getattr(lib, name)(*arguments, ctypes.byref(err)) != 0:
        raise Refused(err.code, err.argument.decode(), err.message.decode())


class Table:
    """A tenon table that gives itself to whoever speaks the stream interface."""

    def __init__(self, handle):
        self.handle = handle

    def __del__(self):
        lib.tenon_table_free(self.handle)

    def stream(self, batch_rows=0):
        out = struct()
        call("tenon_table_export_arrow_stream", self.handle, ctypes.c_int64(batch_rows), out)
        # pyarrow moves the stream out of the struct.
        return pa.RecordBatchReader._import_from_c(ctypes.addressof(out))

    def arrow(self, batch_rows=0):
        return self.stream(batch_rows).read_all()

    def __arrow_c_stream__(self, requested_schema=None):
        return self.stream().__arrow_c_stream__(requested_schema)

    def findings(self):
        handle = ctypes.c_void_p()
        call("tenon_table_findings", self.handle, ctypes.byref(handle))
        return Table(handle).arrow().to_pylist()


def capsule_pointer(capsule, name):
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return ctypes.c_void_p(get(capsule, name))


def from_stream(source):
    capsule = source.__arrow_c_stream__()
    handle = ctypes.c_void_p()
    call("tenon_table_import_arrow_stream", None, capsule_pointer(capsule, b"arrow_array_stream"),
         ctypes.byref(handle))
    return Table(handle)


def from_batch(batch, bend=None):
    array, schema = Array(), struct()
    batch._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
    if bend:
        bend(array)
    handle = ctypes.c_void_p()
    call("tenon_table_import_arrow", None, ctypes.byref(array), schema, ctypes.byref(handle))
    return Table(handle)


def same(a, b):
    if isinstance(a, float) and isinstance(b, float) and math.isnan(a) and math.isnan(b):
        return True
    return a == b


def check_equal(table, expected, what):
    got = table.to_pydict()
    assert list(got) == list(expected), (what, list(got), list(expected))
    for name in expected:
        assert len(got[name]) == len(expected[name]), (what, name)
        for row, (a, b) in enumerate(zip(got[name], expected[name])):
            assert same(a, b), (what, name, row, a, b)


words = ["wet", None, "", "温度", "a text longer than twelve bytes", "wet"]
rows = {
    "real": [1.5, None, math.nan, -0.0, 1e300, 7.0],
    "whole": [1, None, -3, 2**62, 0, -(2**63)],
    "truth": [True, None, False, True, True, False],
    "word": words,
    "at": [datetime.datetime(2026, 2, 28, 23, 59, 59, 123456), None, datetime.datetime(1969, 7, 20),
           datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31), datetime.datetime(2026, 1, 1)],
}
kinds = {"real": pa.float64(), "whole": pa.int64(), "truth": pa.bool_(), "word": pa.large_string(),
         "at": pa.timestamp("us")}
plain = pa.table({name: pa.array(values, kinds[name]) for name, values in rows.items()})


def pyarrow_shares_and_returns():
    batch = plain.to_batches()[0]
    check_equal(from_batch(batch).arrow(), rows, "pyarrow batch")
    check_equal(from_batch(batch.slice(1, 4)).arrow(), {n: v[1:5] for n, v in rows.items()},
                "pyarrow slice")
    check_equal(from_stream(plain).arrow(), rows, "pyarrow stream")
    check_equal(from_stream(pa.concat_tables([plain, plain.slice(2), plain.slice(0, 0)])).arrow(),
                {n: v + v[2:] for n, v in rows.items()}, "pyarrow batches")
    for size in (1, 2, 100):
        check_equal(from_stream(plain).arrow(size), rows, "batches out")
    # No copy on the way in and out: the same addresses.
    back = from_batch(batch).arrow()
    for name in ("real", "whole", "truth", "word", "at"):
        ours, theirs = back[name].chunk(0).buffers(), batch[name].buffers()
        assert [b.address for b in ours[1:]] == [b.address for b in theirs[1:]], name


def pyarrow_types_are_converted():
    def through(values, kind):
        return from_stream(pa.table({"v": pa.array(values, kind)})).arrow()["v"].to_pylist()

    for kind in (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(),
                 pa.uint64()):
        assert through([1, None, 100], kind) == [1, None, 100], kind
    assert through([1.5, None], pa.float32()) == [1.5, None]
    assert through([1.5, None], pa.float16()) == [1.5, None]
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        assert through(words, kind) == words, kind
    assert through(["b", None, "a", "b"], pa.dictionary(pa.int8(), pa.string())) == ["b", None, "a", "b"]
    assert through([None, None], pa.null()) == [None, None]
    from decimal import Decimal
    assert through([Decimal("12.30"), None, Decimal("-0.07")], pa.decimal128(10, 2)) == [12.3, None, -0.07]
    day = datetime.date(2024, 2, 29)
    for kind in (pa.date32(), pa.date64()):
        assert through([day, None], kind) == [datetime.datetime(2024, 2, 29), None]


def times_follow_the_rule():
    noon = datetime.datetime(2026, 7, 1, 12, 30)
    for unit in ("s", "ms", "us", "ns"):
        plain_time = pa.table({"t": pa.array([noon, None], pa.timestamp(unit))})
        table = from_stream(plain_time)
        assert table.arrow()["t"].to_pylist() == [noon, None], unit
        assert table.findings() == []
        zoned = pa.table({"t": pa.array([noon, None], pa.timestamp(unit)).cast(
            pa.timestamp(unit, "Asia/Shanghai"))})
        table = from_stream(zoned)
        assert table.arrow()["t"].to_pylist() == [noon, None], unit
        [finding] = table.findings()
        assert "Asia/Shanghai" in str(finding), finding


def polars_gives_and_takes():
    frame = pl.DataFrame({n: v for n, v in rows.items()})
    table = from_stream(frame)
    check_equal(table.arrow(), rows, "polars in")
    back = pl.DataFrame(table)
    assert back.equals(frame), (back, frame)
    categories = pl.DataFrame({"c": ["x", None, "y", "x"]}).with_columns(pl.col("c").cast(pl.Categorical))
    assert from_stream(categories).arrow()["c"].to_pylist() == ["x", None, "y", "x"]


def duckdb_gives_and_takes():
    base = duckdb.connect()
    table = from_stream(base.sql(
        "select i, i / 4 as quarter, case when i % 3 = 0 then null else 'line ' || i % 5 end as line,"
        " i % 2 = 0 as even, timestamp '2026-01-01' + i * interval 1 minute as at,"
        " (i * 0.01)::decimal(12,2) as cost from range(5000) t(i)").to_arrow_table())
    given = table.arrow()
    assert given.num_rows == 5000
    assert given["line"].to_pylist()[:3] == [None, "line 1", "line 2"]
    assert given["cost"].to_pylist()[123] == 1.23
    stream = table.stream(700)
    [(count, total, kinds_seen, late)] = base.sql(
        'select count(*), sum(i), count(distinct line), max("at") from stream').fetchall()
    assert (count, total, kinds_seen) == (5000, 12497500, 5)
    assert late == datetime.datetime(2026, 1, 1) + datetime.timedelta(minutes=4999)


def malformed_arrays_are_refused_with_the_column():
    batch = plain.to_batches()[0]
    words_place = 3
    offsets = pa.array([0, 3, 2, 4, 4, 4, 4], pa.int64()).buffers()[1]
    broken_text = pa.array([b"\xff\xfe", b"ok", b"", b"a", b"b", b"c"], pa.large_binary()).buffers()

    def child(array, place=words_place):
        return array.children[place].contents

    def set_buffer(place, which, buffer):
        def bend(array):
            child(array, place).buffers[which] = buffer.address if buffer else None
        return bend

    def set_member(member, value, place=words_place):
        def bend(array):
            setattr(child(array, place), member, value)
        return bend

    def bend_text(array):
        child(array).buffers[1] = broken_text[1].address
        child(array).buffers[2] = broken_text[2].address

    names = list(rows)
    # (Not the count of children: pyarrow's own release goes by it.)
    bends = [("offsets that decrease", set_buffer(words_place, 1, offsets), words_place),
             ("text that is not UTF-8", bend_text, words_place)]
    for place in range(len(names)):
        bends += [("a length below the table's", set_member("length", 5, place), place),
                  ("a negative length", set_member("length", -1, place), place),
                  ("a negative offset", set_member("offset", -1, place), place),
                  ("an offset past all memory", set_member("offset", 2**62, place), place),
                  ("an impossible null count", set_member("null_count", 99, place), place),
                  ("another number of buffers", set_member("n_buffers", 1, place), place),
                  ("no values", set_buffer(place, 1, None), place)]
    for what, bend, place in bends:
        try:
            from_batch(batch, bend)
        except Refused as refused:
            assert refused.args[1] == names[place], (what, names[place], refused)
            assert names[place] in refused.args[2], (what, refused)
        else:
            raise AssertionError(f"{what} of {names[place]} was taken")
    dictionary = pa.record_batch({"d": pa.array(["x", "y", "x"]).dictionary_encode()})

    kept = pa.array([0, 1, 9, 0], pa.int32()).buffers()[1]
    try:
        from_batch(dictionary, set_buffer(0, 1, kept))
    except Refused as refused:
        assert refused.args[1] == "d" and "code 9" in refused.args[2], refused
    else:
        raise AssertionError("a dictionary code outside was taken")


def nested_types_are_refused_with_the_column():
    for kind, values in ((pa.list_(pa.int64()), [[1]]), (pa.struct([("x", pa.int64())]), [{"x": 1}]),
                         (pa.binary(), [b"x"])):
        try:
            from_stream(pa.table({"fine": [1], "deep": pa.array(values, kind)}))
        except Refused as refused:
            assert "deep" in refused.args[2], refused
        else:
            raise AssertionError(f"{kind} was taken")


tests = [pyarrow_shares_and_returns, pyarrow_types_are_converted, times_follow_the_rule,
         polars_gives_and_takes, duckdb_gives_and_takes,
         malformed_arrays_are_refused_with_the_column, nested_types_are_refused_with_the_column]
for test in tests:
    test()
    print(f"passed: {test.__name__.replace('_', ' ')}")
print(f"with pyarrow {pa.__version__}, polars {pl.__version__}, duckdb {duckdb.__version__}")
