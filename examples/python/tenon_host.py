"""As much of tenon.h as first_steps.py needs, by ctypes: a pattern for hosts in Python.

Handles are owned by objects and freed with them; a status becomes an exception that keeps the place;
tables come and go through the Arrow PyCapsule interface (__arrow_c_array__), so that pyarrow, polars,
DuckDB and others take them and give them without a copy. ctypes lets other threads run during a call.
"""
import ctypes
import ctypes.util
import os
from ctypes import POINTER, byref, c_char, c_char_p, c_double, c_int32, c_int64, c_uint32, c_uint64, c_void_p

MINIMIZE, MAXIMIZE = 1, -1
CONTINUOUS, INTEGER, BINARY = 0, 1, 2
OPTIMAL = 1
INFINITY = float("inf")


class _Error(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("code", c_int32), ("row", c_int64), ("column", c_int64),
                ("line", c_int64), ("byte", c_int64), ("argument", c_char * 64), ("message", c_char * 936)]


class TenonError(Exception):
    """What tenon refused: status code, argument, and row, column, line, byte (None where they do not apply)."""

    def __init__(self, err):
        super().__init__(err.message.decode())
        self.code, self.argument = err.code, err.argument.decode()
        self.row, self.column, self.line, self.byte = (
            None if place < 0 else place for place in (err.row, err.column, err.line, err.byte))


# Option structs begin with their size; members that a newer header appends are defaults then.
class _Sized(ctypes.Structure):
    def __init__(self, **members):
        super().__init__(struct_size=ctypes.sizeof(type(self)), **members)


class SplitOptions(_Sized):
    _fields_ = [("struct_size", c_uint32), ("reserved", c_int32), ("test_share", c_double),
                ("seed", c_uint64), ("stratify", c_char_p)]


class LogisticOptions(_Sized):
    _fields_ = [("struct_size", c_uint32), ("no_intercept", c_int32), ("positive_label", c_char_p),
                ("l2", c_double), ("confidence", c_double), ("tolerance", c_double), ("max_iterations", c_int64)]


class Metrics(_Sized):
    _fields_ = ([("struct_size", c_uint32), ("reserved", c_int32), ("rows", c_int64), ("threshold", c_double)] +
                [(name, c_int64) for name in
                 ("true_positive", "false_positive", "true_negative", "false_negative")] +
                [(name, c_double) for name in
                 ("accuracy", "precision", "recall", "f1", "auc", "log_loss", "brier", "r2", "rmse", "mae")])


class _ArrowSchema(ctypes.Structure):
    _fields_ = [("bytes", c_char * 64), ("private_data", c_void_p)]


class _ArrowArray(ctypes.Structure):
    _fields_ = [("bytes", c_char * 72), ("private_data", c_void_p)]


_library = ctypes.CDLL(os.environ.get("TENON_LIBRARY") or ctypes.util.find_library("tenon"))
_library.tenon_version.restype = c_char_p
_library.tenon_outcome_text.restype = c_char_p
_library.tenon_table_rows.restype = c_int64
for _name in ("tenon_solution_objective", "tenon_solution_bound"):
    getattr(_library, _name).restype = c_double
_ABI_VERSION = 1  # TENON_ABI_VERSION of the header that these declarations were written after


def _call(name, *arguments):
    err = _Error(struct_size=ctypes.sizeof(_Error))
    if getattr(_library, name)(*arguments, byref(err)) != 0:
        raise TenonError(err)


_call("tenon_check_version", c_int32(_ABI_VERSION))


def version():
    return _library.tenon_version().decode()


def _names(texts):
    return (c_char_p * len(texts))(*(text.encode() for text in texts)), c_int32(len(texts))


class _Handle:
    """Owns one handle of the library; `_free` names the function that ends it."""

    def __init__(self, handle):
        self.handle = handle

    def __del__(self):
        if getattr(self, "handle", None):
            getattr(_library, self._free)(self.handle)

    @classmethod
    def _made_by(cls, name, *arguments):
        out = c_void_p()
        _call(name, *arguments, byref(out))
        return cls(out)


class Table(_Handle):
    _free = "tenon_table_free"

    @classmethod
    def read_csv(cls, path):
        return cls._made_by("tenon_table_read_csv", None, os.fsencode(path), None)

    @classmethod
    def from_arrow(cls, batch):
        """From a pyarrow record batch; its memory is kept alive as long as the table needs it."""
        array, schema = _ArrowArray(), _ArrowSchema()
        batch._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
        return cls._made_by("tenon_table_import_arrow", None, byref(array), byref(schema))

    def to_arrow(self):
        """As a pyarrow record batch, without a copy; the batch may outlive the table."""
        import pyarrow
        array, schema = _ArrowArray(), _ArrowSchema()
        _call("tenon_table_export_arrow", self.handle, byref(array), byref(schema))
        return pyarrow.RecordBatch._import_from_c(ctypes.addressof(array), ctypes.addressof(schema))

    def __len__(self):
        return _library.tenon_table_rows(self.handle)

    def distinct(self):
        return self._made_by("tenon_table_drop_duplicates", None, self.handle, None, c_int32(0))

    def complete(self, columns):
        return self._made_by("tenon_table_drop_missing", None, self.handle, *_names(columns))

    def split(self, test_share, seed):
        options = SplitOptions(test_share=test_share, seed=seed)
        train, test = c_void_p(), c_void_p()
        _call("tenon_table_split", None, self.handle, byref(options), byref(train), byref(test))
        return Table(train), Table(test)


class Model(_Handle):
    _free = "tenon_model_free"

    @classmethod
    def logistic(cls, table, features, target, positive_label):
        options = LogisticOptions(positive_label=positive_label.encode())
        return cls._made_by("tenon_logistic_fit", None, table.handle, *_names(features), target.encode(),
                            byref(options))

    @classmethod
    def load(cls, path):
        return cls._made_by("tenon_model_load", None, os.fsencode(path))

    def save(self, path):
        _call("tenon_model_save", self.handle, os.fsencode(path))

    def evaluate(self, table):
        metrics = Metrics()
        _call("tenon_model_evaluate", None, self.handle, table.handle, byref(metrics))
        return metrics

    def score(self, record):
        out = c_double()
        _call("tenon_model_score", self.handle, (c_double * len(record))(*record), c_int32(len(record)),
              byref(out), c_int32(1))
        return out.value

    def predict(self, table):
        scores, needed = (c_double * len(table))(), c_int64()
        _call("tenon_model_predict", None, self.handle, table.handle, scores, c_int64(len(table)), byref(needed))
        return list(scores)


class Problem(_Handle):
    _free = "tenon_problem_free"

    def __init__(self, sense=MINIMIZE):
        super().__init__(c_void_p())
        _call("tenon_problem_create", c_int32(sense), byref(self.handle))

    def add_column(self, name, kind, lower, upper, cost):
        index = c_int32()
        _call("tenon_problem_add_column", self.handle, name.encode(), c_int32(kind), c_double(lower),
              c_double(upper), c_double(cost), byref(index))
        return index.value

    def add_row(self, name, lower, upper, terms):
        """terms: {column: coefficient}"""
        columns = (c_int32 * len(terms))(*terms.keys())
        values = (c_double * len(terms))(*terms.values())
        _call("tenon_problem_add_row", self.handle, name.encode(), c_double(lower), c_double(upper),
              c_int32(len(terms)), columns, values, None)

    def solve(self):
        return Solution._made_by("tenon_problem_solve", None, self.handle, None)


class Solution(_Handle):
    _free = "tenon_solution_free"

    @property
    def outcome(self):
        return _library.tenon_solution_outcome(self.handle)

    @property
    def objective(self):
        return _library.tenon_solution_objective(self.handle)

    @property
    def bound(self):
        return _library.tenon_solution_bound(self.handle)

    @property
    def values(self):
        count = _library.tenon_solution_values(self.handle, None, c_int32(0))
        out = (c_double * count)()
        _library.tenon_solution_values(self.handle, out, c_int32(count))
        return list(out)
