"""Penalised paths: tenon beside scikit-learn at the same objective, which is printed beside the time."""
import ctypes as c

import numpy as np

from measure import cpu, optional, table_line
from tenon_abi import Error, Matrix, sized


class ElasticNet(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("kind", c.c_int32), ("no_intercept", c.c_int32),
                ("no_standardise", c.c_int32), ("ridge_share", c.c_double), ("penalties", c.c_void_p),
                ("penalty_count", c.c_int64), ("steps", c.c_int32), ("reserved", c.c_int32),
                ("smallest_share", c.c_double), ("tolerance", c.c_double), ("max_sweeps", c.c_int64),
                ("weights", c.c_void_p), ("fold_of", c.c_void_p)]


class RidgePath(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("no_intercept", c.c_int32), ("no_standardise", c.c_int32),
                ("steps", c.c_int32), ("penalties", c.c_void_p), ("penalty_count", c.c_int64),
                ("weights", c.c_void_p), ("fold_of", c.c_void_p)]


class Paths:
    def __init__(self, tenon):
        self.tenon, self.lib = tenon, tenon.lib
        self.lib.tenon_penalty_path_free.argtypes = [c.c_void_p]
        for name in ("count", "best", "simplest"):
            getattr(self.lib, "tenon_penalty_path_" + name).restype = c.c_int64
            getattr(self.lib, "tenon_penalty_path_" + name).argtypes = [c.c_void_p]

    def fit(self, function, x, y, options):
        matrix = sized(Matrix, data=x.ctypes.data, rows=x.shape[0], columns=x.shape[1],
                       row_stride=x.strides[0] // 8, column_stride=x.strides[1] // 8)
        return self.tenon._make(function, None, c.byref(matrix), c.c_void_p(y.ctypes.data), c.byref(options))

    def elastic_net(self, x, y, **members):
        return self.fit("tenon_elastic_net_fit_matrix", x, y, ElasticNet(struct_size=c.sizeof(ElasticNet), **members))

    def ridge(self, x, y, **members):
        return self.fit("tenon_ridge_path_fit_matrix", x, y, RidgePath(struct_size=c.sizeof(RidgePath), **members))

    def free(self, path):
        self.lib.tenon_penalty_path_free(path)

    def column(self, path, name):
        table, err = self.tenon._make("tenon_penalty_path_table", path), sized(Error)
        self.lib.tenon_table_column_name.restype, self.lib.tenon_table_column_name.argtypes = c.c_char_p, [c.c_void_p, c.c_int32]
        at = next(j for j in range(100) if self.lib.tenon_table_column_name(table, j) == name.encode())
        values = np.empty(self.lib.tenon_penalty_path_count(path))
        if self.lib.tenon_table_copy_float64(table, c.c_int32(at), c.c_int64(0), c.c_void_p(values.ctypes.data), None,
                                             c.c_int64(len(values)), None, c.byref(err)):
            raise RuntimeError(err.message.decode())
        self.tenon.free(table)
        return values

    def coefficients(self, path, columns):
        out, err = np.empty((self.lib.tenon_penalty_path_count(path), columns)), sized(Error)
        for k in range(len(out)):
            if self.lib.tenon_penalty_path_coefficients(path, c.c_int64(k), c.c_void_p(out[k].ctypes.data),
                                                        c.c_int64(columns), None, c.byref(err)):
                raise RuntimeError(err.message.decode())
        return out


def made(rows, columns):
    r = np.random.default_rng(2)
    x = r.normal(0, 1, (rows, columns)) @ (np.eye(columns) + .2 * r.normal(0, 1, (columns, columns)) / columns ** .5)
    y = x @ (r.normal(0, 1, columns) * (r.random(columns) < .2)) + r.normal(0, 2, rows)
    return x * 10 ** r.uniform(-2, 2, columns) + r.normal(0, 5, columns), y


def compare_elastic_net(lib, repeat):
    """Raw features in: who standardises pays for it. The second peer is given the standardised copy."""
    linear = optional("sklearn.linear_model")
    preprocessing = optional("sklearn.preprocessing")
    if not linear:
        return
    paths, rows, columns, ratio = Paths(lib), 100_000, 200, .5
    x, y = made(rows, columns)
    n = rows
    scaler = preprocessing.StandardScaler()
    z, yc = np.asfortranarray(scaler.fit_transform(x) * ((n - 1) / n) ** .5), y - y.mean()
    members = {"kind": 1, "ridge_share": 1 - ratio, "smallest_share": 1e-3}

    def ours():
        paths.free(paths.elastic_net(x, y, **members))
    path = paths.elastic_net(x, y, **members)
    penalties = np.ascontiguousarray(paths.column(path, "penalty"))
    scales = x.std(0, ddof=1)

    def objective(scaled):
        g = [.5 * np.mean((yc - z @ b) ** 2) + a * (ratio * np.abs(b).sum() + (1 - ratio) / 2 * b @ b)
             for a, b in zip(penalties[::11], scaled[::11])]
        return np.array(g)
    mine = objective(paths.coefficients(path, columns) * scales)

    def solve(values, tol):
        return linear.enet_path(values, yc, l1_ratio=ratio, alphas=penalties, tol=tol)[1].T
    # The loosest tolerance at which the peer is no farther from the minimum than tenon.
    floor = objective(solve(z, 1e-14))
    tol = 1e-4
    while tol > 1e-12 and (objective(solve(z, tol)) - floor).max() > max((mine - floor).max(), 1e-12 * floor.max()):
        tol *= .1

    def whole():
        standard = np.asfortranarray(preprocessing.StandardScaler().fit_transform(x) * ((n - 1) / n) ** .5)
        return solve(standard, tol)
    table_line(f"elastic net, 100 penalties, {rows:.0e}x{columns}".replace("e+0", "e"), cpu(ours, repeat),
               {"standardise + enet_path": cpu(whole, repeat)}, 3, 8)
    print(f"    enet_path alone on the standardised copy: {cpu(lambda: solve(z, tol), repeat):.4f} s")
    print(f"    objective above its minimum, largest of ten penalties: tenon {(mine - floor).max():.1e} (proved "
          f"{paths.column(path, 'gap').max():.1e}), enet_path {(objective(solve(z, tol)) - floor).max():.1e} at tol {tol:.0e}")
    paths.free(path)


def compare_ridge(lib, repeat):
    linear = optional("sklearn.linear_model")
    pipeline, preprocessing = optional("sklearn.pipeline"), optional("sklearn.preprocessing")
    selection = optional("sklearn.model_selection")
    if not linear:
        return
    paths = Paths(lib)
    for rows, columns in ((100_000, 200), (1_000_000, 20)):
        x, y = made(rows, columns)
        fold_of = np.ascontiguousarray(np.arange(rows, dtype=np.int32) * 5 // rows, dtype=np.int32)
        penalties = np.ascontiguousarray(np.geomspace(1e2 * rows, 1e-6 * rows, 50))
        members = {"penalties": penalties.ctypes.data, "penalty_count": 50, "fold_of": fold_of.ctypes.data,
                   "no_standardise": 1}

        def ours():
            paths.free(paths.ridge(x, y, **members))
        path = paths.ridge(x, y, **members)
        mine = paths.column(path, "error")
        folds = [(np.flatnonzero(fold_of != k), np.flatnonzero(fold_of == k)) for k in range(5)]

        # Fifty times the data are copied, centred and multiplied: a part of the penalties tells the time.
        def part():
            return selection.GridSearchCV(linear.Ridge(solver="cholesky"), {"alpha": penalties[::25]}, cv=folds,
                                          scoring="neg_mean_squared_error", refit=False).fit(x, y)
        theirs = -part().cv_results_["mean_test_score"]
        table_line(f"ridge, 5 folds x 50 penalties, {rows:.0e}x{columns}".replace("e+0", "e"), cpu(ours, repeat),
                   {"GridSearchCV (2 of 50, x25)": 25 * cpu(part, 1)}, 5, 20)
        print(f"    errors of records left out differ by at most {np.abs(theirs / mine[::25] - 1).max():.1e} of them")
        paths.free(path)
