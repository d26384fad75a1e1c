"""The few functions of tenon.h that the comparison needs, through ctypes."""
import ctypes as c
import json


class Error(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("code", c.c_int32), ("row", c.c_int64),
                ("column", c.c_int64), ("line", c.c_int64), ("byte", c.c_int64),
                ("argument", c.c_char * 64), ("message", c.c_char * 936)]


class Impute(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("fill", c.c_int32), ("constant", c.c_double),
                ("constant_text", c.c_char_p), ("time_column", c.c_char_p), ("limit", c.c_int64),
                ("add_indicator", c.c_int32), ("reserved", c.c_int32)]


class Outlier(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("rule", c.c_int32), ("action", c.c_int32),
                ("reserved", c.c_int32), ("factor", c.c_double), ("window", c.c_int64)]


class Matrix(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("reserved", c.c_int32), ("data", c.c_void_p),
                ("rows", c.c_int64), ("columns", c.c_int64), ("row_stride", c.c_int64),
                ("column_stride", c.c_int64)]


class Linear(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("no_intercept", c.c_int32), ("l2", c.c_double),
                ("confidence", c.c_double), ("polynomial", c.c_int32), ("errors", c.c_int32),
                ("weights", c.c_char_p), ("clusters", c.c_char_p), ("estimator", c.c_int32),
                ("residual_pass", c.c_int32), ("quantile", c.c_double), ("threshold", c.c_double)]


class Logistic(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("no_intercept", c.c_int32),
                ("positive_label", c.c_char_p), ("l2", c.c_double), ("confidence", c.c_double),
                ("tolerance", c.c_double), ("max_iterations", c.c_int64), ("firth", c.c_int32),
                ("profile_intervals", c.c_int32), ("class_weights", c.c_int32), ("no_inference", c.c_int32),
                ("negative_weight", c.c_double), ("positive_weight", c.c_double)]


class Summary(c.Structure):
    _fields_ = ([("struct_size", c.c_uint32), ("kind", c.c_int32), ("rows", c.c_int64),
                 ("parameters", c.c_int64)] +
                [(n, c.c_double) for n in ("log_likelihood", "null_log_likelihood", "aic", "bic", "r2",
                                           "adjusted_r2", "residual_sd", "f_statistic", "f_p_value",
                                           "condition", "gradient_norm", "confidence")] +
                [("iterations", c.c_int64), ("converged", c.c_int32), ("flags", c.c_uint32)])


class ContextOptions(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("threads", c.c_int32), ("byte_budget", c.c_int64),
                ("progress", c.c_void_p), ("progress_user", c.c_void_p), ("log", c.c_void_p),
                ("log_user", c.c_void_p), ("cancel", c.c_void_p), ("spare_bytes", c.c_int64)]


def sized(kind, **members):
    return kind(struct_size=c.sizeof(kind), **members)


class Coefficient(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("dropped", c.c_int32), ("name", c.c_char_p)] + [
        (name, c.c_double) for name in ("estimate", "standard_error", "statistic", "p_value", "low", "high",
                                        "standardized", "vif")]


class Tenon:
    def __init__(self, path, threads=1, spare_bytes=0):
        self.lib = c.CDLL(path)
        self.context = self._make("tenon_context_create",
                                  c.byref(sized(ContextOptions, threads=threads, spare_bytes=spare_bytes)))
        self.lib.tenon_table_rows.restype = c.c_int64
        for name in ("tenon_table_free", "tenon_model_free", "tenon_imputer_free",
                     "tenon_outlier_filter_free", "tenon_table_rows", "tenon_clean_plan_free"):
            getattr(self.lib, name).argtypes = [c.c_void_p]

    def _make(self, name, *arguments):
        out, err = c.c_void_p(), sized(Error)
        if getattr(self.lib, name)(*arguments, c.byref(out), c.byref(err)) != 0:
            raise RuntimeError(err.message.decode())
        return out

    @staticmethod
    def _names(names):
        return (c.c_char_p * len(names))(*[n.encode() for n in names]), c.c_int32(len(names))

    def read_csv(self, path):
        return self._make("tenon_table_read_csv", self.context, path.encode(), None)

    def write_csv(self, table, path):
        err = sized(Error)
        if self.lib.tenon_table_write_csv(self.context, table, path.encode(), None, c.byref(err)):
            raise RuntimeError(err.message.decode())

    def to_arrow(self, table):
        """A pyarrow table that shares the columns, through the Arrow C stream."""
        import pyarrow
        stream, err = (c.c_byte * 40)(), sized(Error)
        if self.lib.tenon_table_export_arrow_stream(table, c.c_int64(0), stream, c.byref(err)):
            raise RuntimeError(err.message.decode())
        return pyarrow.RecordBatchReader._import_from_c(c.addressof(stream)).read_all()

    def rows(self, table):
        return self.lib.tenon_table_rows(table)

    def free(self, table):
        self.lib.tenon_table_free(table)

    def free_model(self, model):
        self.lib.tenon_model_free(model)

    def drop_duplicates(self, table):
        return self._make("tenon_table_drop_duplicates", self.context, table, None, c.c_int32(0))

    def clean(self, table, *steps):
        """A cleaning plan of these steps, fitted on the table and applied to it."""
        text = json.dumps({"steps": steps}).encode()
        plan = self._make("tenon_clean_plan_parse", text, c.c_int64(len(text)))
        cleaned = c.c_void_p()
        fitted = self._make("tenon_clean_plan_fit", self.context, plan, table, c.byref(cleaned))
        self.lib.tenon_clean_plan_free(plan)
        self.lib.tenon_clean_plan_free(fitted)
        return cleaned

    def fill_median(self, table, columns):
        return self.fill(table, columns, 0)

    def fill(self, table, columns, method):
        names, count = self._names(columns)
        imputer = self._make("tenon_imputer_fit", self.context, table, names, count, c.byref(sized(Impute, fill=method)))
        result = self._make("tenon_imputer_apply", self.context, imputer, table)
        self.lib.tenon_imputer_free(imputer)
        return result

    def flag_outliers(self, table, columns, rule, window=0):
        names, count = self._names(columns)
        options = sized(Outlier, rule=rule, action=0, window=window)
        f = self._make("tenon_outlier_filter_fit", self.context, table, names, count, c.byref(options))
        result = self._make("tenon_outlier_filter_apply", self.context, f, table)
        self.lib.tenon_outlier_filter_free(f)
        return result

    @staticmethod
    def _matrix(x):
        return sized(Matrix, data=x.ctypes.data, rows=x.shape[0], columns=x.shape[1],
                     row_stride=x.strides[0] // 8, column_stride=x.strides[1] // 8)

    def linear(self, x, y, residual_pass=0):
        return self._make("tenon_linear_fit_matrix", self.context, c.byref(self._matrix(x)),
                          c.c_void_p(y.ctypes.data), None, c.byref(sized(Linear, residual_pass=residual_pass)))

    def logistic(self, x, y, l2, no_inference=0):
        return self._make("tenon_logistic_fit_matrix", self.context, c.byref(self._matrix(x)),
                          c.c_void_p(y.ctypes.data), None, c.byref(sized(Logistic, l2=l2, no_inference=no_inference)))

    def estimates(self, model):
        """The intercept and the coefficients in the units of the features."""
        self.lib.tenon_model_coefficients.argtypes = [c.c_void_p]
        found = []
        for i in range(self.lib.tenon_model_coefficients(model)):
            one, err = sized(Coefficient), sized(Error)
            if self.lib.tenon_model_coefficient(model, c.c_int32(i), c.byref(one), c.byref(err)):
                raise RuntimeError(err.message.decode())
            found.append(one.estimate)
        return found

    def summary(self, model):
        summary, err = sized(Summary), sized(Error)
        self.lib.tenon_model_summary(model, c.byref(summary), c.byref(err))
        return summary
