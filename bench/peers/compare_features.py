#!/usr/bin/env python3
"""Feature steps and Arrow imports beside their peers on the same data in one run; CPU seconds, medians,
one thread.

  compare_features.py --library build/capi/libtenon.so [--rows 1000000] [--repeat 3]

Peers: scikit-learn, pandas, polars, numpy, pyarrow (pip); polars is left out where it is absent. Data are
made: readings of 200 machines, skewed and with 2 % missing, in order of time. A ratio above 1 means tenon
took less time. Results are compared as well: the largest difference of the two is printed.
"""
import argparse
import ctypes as c

import compare  # sets one thread before numpy is loaded
import numpy as np
import tenon_abi

NUMBERS = ["heat", "pressure", "speed", "torque"]


class Windows(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("group_count", c.c_int32),
                ("groups", c.POINTER(c.c_char_p)), ("time", c.c_char_p), ("lags", c.c_void_p),
                ("lag_count", c.c_int32), ("statistics", c.c_uint32), ("rows", c.c_int64),
                ("seconds", c.c_double), ("include_self", c.c_int32), ("reserved", c.c_int32),
                ("min_count", c.c_int64)]


class Target(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("reserved", c.c_int32), ("target", c.c_char_p),
                ("positive_label", c.c_char_p), ("smoothing", c.c_double), ("folds", c.c_int64),
                ("seed", c.c_uint64), ("max_categories", c.c_int64)]


class Quantile(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("normal", c.c_int32), ("quantiles", c.c_int64)]


class Pca(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("centre_only", c.c_int32), ("components", c.c_int64),
                ("share", c.c_double), ("keep_inputs", c.c_int32), ("reserved", c.c_int32),
                ("prefix", c.c_char_p)]


class Spectrum(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("has_envelope", c.c_int32), ("sample_rate_hz", c.c_double),
                ("bands", c.c_void_p), ("envelope_bands", c.c_void_p), ("band_count", c.c_int32),
                ("envelope_band_count", c.c_int32), ("carrier_low_hz", c.c_double),
                ("carrier_high_hz", c.c_double), ("groups", c.c_void_p), ("time", c.c_char_p),
                ("group_count", c.c_int32), ("reserved", c.c_int32), ("samples", c.c_int64),
                ("step", c.c_int64)]


class Features(tenon_abi.Tenon):
    def __init__(self, path):
        super().__init__(path)
        self.lib.tenon_feature_free.argtypes = [c.c_void_p]

    def import_arrow(self, source):
        get = c.pythonapi.PyCapsule_GetPointer
        get.restype, get.argtypes = c.c_void_p, [c.py_object, c.c_char_p]
        capsule = source.__arrow_c_stream__()
        return self._make("tenon_table_import_arrow_stream", None,
                          c.c_void_p(get(capsule, b"arrow_array_stream")))

    def step(self, kind, table, columns, options, *more):
        """Fits, applies, gives the new table."""
        names, count = self._names(columns)
        given = c.byref(options) if options is not None else None
        feature = self._make("tenon_feature_fit_" + kind, None, table, names, count, given, *more)
        made = self._make("tenon_feature_apply", None, feature, table)
        self.lib.tenon_feature_free(feature)
        return made


def make_data(rows):
    r = np.random.default_rng(5)
    data = {"at": np.arange(rows, dtype="int64") * 1000 + 1_700_000_000_000,
            "machine": np.char.add("M-", r.integers(0, 200, rows).astype(str))}
    base = r.normal(size=rows)
    for i, name in enumerate(NUMBERS):
        data[name] = np.exp(0.5 * base + r.normal(size=rows) * (i + 1) / 4)
        data[name][r.random(rows) < .02] = np.nan
    data["wear"] = np.nan_to_num(data["heat"]) + r.normal(size=rows)
    data["vibration"] = r.normal(size=rows)
    return data


def run(lib, arguments):
    pd, pl, pa = compare.optional("pandas"), compare.optional("polars"), compare.optional("pyarrow")
    pre, dec = compare.optional("sklearn.preprocessing"), compare.optional("sklearn.decomposition")
    if not (pd and pa and pre and dec):
        raise SystemExit("pandas, pyarrow and scikit-learn are needed")
    repeat, data = arguments.repeat, make_data(arguments.rows)
    kinds = {"at": pa.timestamp("ms")}
    table_pa = pa.table({n: pa.array(v, kinds.get(n), from_pandas=True) for n, v in data.items()})
    table = lib.import_arrow(table_pa)
    frame = pd.DataFrame(data)
    polar = pl.from_arrow(table_pa) if pl else None
    x = np.column_stack([data[n] for n in NUMBERS])

    def ours(kind, columns, options=None, *more):
        def work():
            lib.free(lib.step(kind, table, columns, options, *more))
        return compare.cpu(work, repeat)

    def column(kind, columns, options, name, *more):
        made = lib.step(kind, table, columns, options, *more)
        values = lib.to_arrow(made)[name].to_numpy()
        lib.free(made)
        return values

    def difference(a, b):
        a, b = np.asarray(a, float), np.asarray(b, float)
        assert (np.isnan(a) == np.isnan(b)).all(), "holes differ"
        print(f"    largest difference {np.nanmax(np.abs(a - b)):.2e}")

    peers = {"sklearn": compare.cpu(lambda: pre.PowerTransformer().fit_transform(x), 1)}
    compare.table_line("power, 4 columns", ours("power", NUMBERS), peers)
    difference(column("power", NUMBERS, None, "torque"), pre.PowerTransformer().fit_transform(x)[:, 3])

    normal = tenon_abi.sized(Quantile, normal=1)
    theirs = pre.QuantileTransformer(output_distribution="normal", subsample=None)
    peers = {"sklearn": compare.cpu(lambda: theirs.fit_transform(x), repeat)}
    compare.table_line("normal quantiles, 4 columns", ours("quantile", NUMBERS, normal), peers)
    difference(column("quantile", NUMBERS, normal, "speed"), theirs.fit_transform(x)[:, 2])

    groups = (c.c_char_p * 1)(b"machine")
    window = tenon_abi.sized(Windows, group_count=1, groups=groups, time=b"at", rows=60, include_self=1)

    def pandas_rolling():
        rolling = frame.groupby("machine")["heat"].rolling(60, min_periods=1)
        return rolling.mean().reset_index(0, drop=True).sort_index(), rolling.std()

    peers = {"pandas": compare.cpu(pandas_rolling, repeat)}
    if pl:
        peers["polars"] = compare.cpu(lambda: polar.select(
            pl.col("heat").rolling_mean(60, min_samples=1).over("machine").alias("m"),
            pl.col("heat").rolling_std(60, min_samples=1).over("machine").alias("s")), repeat)
    compare.table_line("mean and sd of 60 rows a machine", ours("windows", ["heat"], window), peers)
    difference(column("windows", ["heat"], window, "heat_mean_60rows"), pandas_rolling()[0])

    lags = (c.c_int64 * 3)(1, 2, 10)
    lag = tenon_abi.sized(Windows, group_count=1, groups=groups, time=b"at", lag_count=3,
                          lags=c.cast(lags, c.c_void_p))

    def pandas_lags():
        by = frame.groupby("machine")["heat"]
        return [by.shift(k) for k in (1, 2, 10)]
    peers = {"pandas": compare.cpu(pandas_lags, repeat)}
    if pl:
        peers["polars"] = compare.cpu(lambda: polar.select(
            [pl.col("heat").shift(k).over("machine").alias(str(k)) for k in (1, 2, 10)]), repeat)
    compare.table_line("3 lags a machine", ours("windows", ["heat"], lag), peers)
    difference(column("windows", ["heat"], lag, "heat_lag10"), pandas_lags()[2])

    target = tenon_abi.sized(Target, target=b"wear")
    encoder = pre.TargetEncoder(target_type="continuous", smooth=10.0, random_state=0)
    peers = {"sklearn": compare.cpu(
        lambda: encoder.fit_transform(frame[["machine"]], data["wear"]), repeat)}
    compare.table_line("target encoding, 5 folds", ours("target", ["machine"], target, None), peers)
    encoder.fit(frame[["machine"]], data["wear"])
    difference(column("target", ["machine"], target, "machine", None),
               encoder.transform(frame[["machine"]])[:, 0])

    whole = np.nan_to_num(x)
    wide = pa.table({f"x{i}": whole[:, i % 4] + np.roll(whole[:, (i + 1) % 4], i) for i in range(12)})
    wide_table = lib.import_arrow(wide)
    matrix = np.column_stack([wide[n].to_numpy() for n in wide.column_names])
    pca = tenon_abi.sized(Pca, components=4, centre_only=1)

    def our_pca():
        lib.free(lib.step("pca", wide_table, wide.column_names, pca))
    peers = {"sklearn": compare.cpu(lambda: dec.PCA(4, svd_solver="full").fit_transform(matrix), repeat),
             "sklearn, by covariance": compare.cpu(
                 lambda: dec.PCA(4, svd_solver="covariance_eigh").fit_transform(matrix), repeat)}
    compare.table_line("4 components of 12 columns", compare.cpu(our_pca, repeat), peers)

    spectrum = tenon_abi.sized(Spectrum, sample_rate_hz=1000.0, samples=1000)

    def numpy_spectrum():
        w = data["vibration"][:arguments.rows // 1000 * 1000].reshape(-1, 1000)
        d = w - w.mean(1, keepdims=True)
        s = d.std(1)
        power = np.abs(np.fft.rfft(d * np.hanning(1001)[:-1]))**2
        return (np.sqrt((w**2).mean(1)), np.abs(d).max(1) / s, (d**3).mean(1) / s**3,
                (d**4).mean(1) / s**4, power.argmax(1), power.sum(1))
    peers = {"numpy": compare.cpu(numpy_spectrum, repeat)}
    compare.table_line("spectra of windows of 1000", ours("spectrum", ["vibration"], spectrum), peers)
    difference(column("spectrum", ["vibration"], spectrum, "vibration_kurtosis"), numpy_spectrum()[3])

    def arrow_in():
        lib.free(lib.import_arrow(table_pa))
    peers = {"polars": compare.cpu(lambda: pl.from_arrow(table_pa), repeat)} if pl else {}
    compare.table_line("Arrow stream to table", compare.cpu(arrow_in, repeat), peers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--library", required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    run(Features(given.library), given)
